//! Operators at their desks: they look at lists and pages, search, and open what they find. What they do to numbers is with the
//! customers. Never here: whether a list is complete.

use std::time::Duration;

use countersign_testing::invented;

use crate::browser::Browser;
use crate::dice::Dice;
use crate::world::World;

/// Between two pages, in milliseconds, at most.
const READS: u64 = 900;

const PAGES: [&str; 15] = [
    "/office",
    "/office?days=7",
    "/office?days=90",
    "/office/numbers",
    "/office/numbers?state=bound&sort=expiry",
    "/office/numbers?state=suspended",
    "/office/numbers?customer=Customer",
    "/office/requests",
    "/office/requests?outcome=refused",
    "/office/cases",
    "/office/cases?state=closed",
    "/office/audit",
    "/office/account",
    "/office/guide",
    "/office/downloads",
];

/// An operator's day until the end.
pub fn work(world: &World, mut dice: Dice, name: &'static str) {
    let mut browser = Browser::new(world, name);
    while world.wait(Duration::from_millis(dice.below(READS))) {
        let path = if dice.chance(60) { (*dice.pick(&PAGES)).to_owned() } else { search(&mut dice) };
        let page = browser.get(&mut dice, &path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        world.count("pages looked at");
        // What a list leads to.
        if let Some(link) = link_on(&page.body, &mut dice) {
            let page = browser.get(&mut dice, &link);
            // A request may be gone meanwhile, and what was found may be on another page.
            assert!(matches!(page.status, 200 | 404), "{link}: {} {}", page.status, page.body);
            world.count("pages looked at");
        }
    }
}

fn search(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => format!("/office?q={}", invented::number(dice.below(2_000))),
        1 => format!("/office?q={}", &invented::number(dice.below(2_000))[..8]),
        2 => format!("/office?q=T-{}", dice.below(2_000)),
        _ => format!("/office?q=CAS-{:06}", dice.below(500)),
    }
}

/// A link to a number, a request or a case.
fn link_on(page: &str, dice: &mut Dice) -> Option<String> {
    let wanted = *dice.pick(&["/office/numbers/", "/office/requests/", "/office/cases/"]);
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links: Vec<&str> = links.filter(|link| link.starts_with(wanted)).collect();
    (!links.is_empty()).then(|| dice.pick(&links).replace("&amp;", "&"))
}
