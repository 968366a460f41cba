//! Operators in the office: they open lists and pages, search, and follow links. Never here: acts on numbers, which customers request, and
//! whether a list is complete.

use std::time::Duration;

use countersign_testing::invented;

use crate::browser::Browser;
use crate::dice::Dice;
use crate::world::World;

/// The pause between two pages is shorter than this, in milliseconds.
const MAX_PAUSE: u64 = 900;

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

/// Opens random pages until the soak ends.
pub fn work(world: &World, mut dice: Dice, name: &'static str) {
    let mut browser = Browser::new(world, name);
    while world.wait(Duration::from_millis(dice.below(MAX_PAUSE))) {
        let path = if dice.chance(60) { (*dice.pick(&PAGES)).to_owned() } else { search(&mut dice) };
        let page = browser.get(&mut dice, &path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        world.count("pages looked at");
        // Follows a link on the page.
        if let Some(link) = link_on(&page.body, &mut dice) {
            let page = browser.get(&mut dice, &link);
            // The request may have been pruned, or the page may have changed meanwhile.
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

/// Returns a random link of the page to a number, a request or a case.
fn link_on(page: &str, dice: &mut Dice) -> Option<String> {
    let wanted = *dice.pick(&["/office/numbers/", "/office/requests/", "/office/cases/"]);
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links: Vec<&str> = links.filter(|link| link.starts_with(wanted)).collect();
    (!links.is_empty()).then(|| dice.pick(&links).replace("&amp;", "&"))
}
