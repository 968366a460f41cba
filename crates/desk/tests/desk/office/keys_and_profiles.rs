//! The pages of signing keys and profiles.

use crate::harness::{Browser, MACHINE, desk_with_operator, path, serve_office};

#[test]
fn keys_and_profiles_change_while_the_desk_serves() {
    let desk = desk_with_operator(&[]);
    let servers = [serve_office(&desk), serve_office(&desk)];
    let browser = Browser::new(&servers[0]);
    assert!(browser.post("/office/keys/0/retire", &[]).body.contains("KEY-LAST"));
    assert_eq!(browser.post("/office/keys/add", &[]).status, 303);
    assert!(browser.get("/office/keys").body.contains("1, 2"));
    assert!(browser.post("/office/keys/0/retire", &[]).body.contains("profiles 1 can"));
    // The other process answers a request of the new profile at once, with the new key.
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    assert_eq!(request.head.profile_id, 2);
    let lines = servers[1].press(&path(&request)).lines();
    desk.verify(&lines, &request);
    let fields = [
        ("name", "Example OS"),
        ("host", "desk.example"),
        ("hotline", "400 765 4321"),
        ("recovered", "yes"),
        ("assigned", "no"),
        ("declared", "any"),
        ("older", "yes"),
        ("spoken", "no"),
    ];
    assert_eq!(browser.post("/office/profiles", &fields).status, 303);
    assert!(browser.post("/office/profiles", &fields).body.contains("PROFILE-SAME"));
    assert!(browser.get("/office/profiles/3").body.contains("400 765 4321"));
    assert_eq!(browser.get("/office/profiles/9").status, 404);
    let audit = browser.get("/office/audit").body;
    for part in ["key made", "key retired", "profile version published"] {
        assert!(audit.contains(part), "{part}: {audit}");
    }
}
