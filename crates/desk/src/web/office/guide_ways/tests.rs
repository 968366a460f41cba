//! The ways of a request in the guide: numbers, keys, and the screens that they lead to.

use countersign_core::machine::SourceKind;
use countersign_core::protocol::{Marker, Surroundings};
use countersign_core::remedy::plan_for_request;
use countersign_core::review::Policy;

use super::*;
use crate::caller_screens::{CallName, CallNames, telephone_guide};
use crate::sample_request::sample_request;

const LANGS: [Lang; 2] = [Lang::En, Lang::Zh];
const BOARD: Option<SourceKind> = Some(SourceKind::Board);

fn names() -> CallNames {
    CallNames {
        product: "Example OS".to_owned(),
        number: CallName::Own("AA03220123951".to_owned()),
        desk: "desk.example".to_owned(),
        online: "https://desk.example".to_owned(),
        hotline: None,
        request: CallName::Blank,
    }
}

/// The ways of a machine whose serial has this verdict, and that has a serial elsewhere.
fn ways(
    serial: Verdict,
    available: Option<SourceKind>,
    writing: WritingPlace,
    policy: &Policy,
) -> Vec<PlannedWay> {
    let mut request = sample_request([1; 6], if serial == Verdict::Ok { "M80-D8018200512" } else { "" });
    request.head.verdicts[2] = serial;
    request.head.available[2] = available;
    request.head.marker2 = Some(Marker([4; 10]));
    request.head.surroundings = Surroundings { writing, ..Surroundings::default() };
    plan_for_request(&request.head, Some(&request.values), policy).ways
}

fn guide_screen(screen: K) -> &'static Screen {
    telephone_guide().screen(screen).unwrap()
}

/// Each number of this list with the screens that it leads to.
fn numbers(screen: K, ways: &[PlannedWay]) -> Vec<(String, Vec<K>)> {
    let keys = keys(Lang::En, guide_screen(screen), ways).into_iter();
    keys.filter(|key| key.key.parse::<u8>().is_ok()).map(|key| (key.key, key.leads)).collect()
}

#[test]
fn numbers_follow_the_ways_of_the_request() {
    use WritingPlace::{Here, Vendor};
    let open = Policy::OPEN;
    let older = Policy { older_binding: true, ..Policy::default() };
    let write_here = vec![K::FixWriteHere, K::FixWrite];
    let the_older = vec![K::FixOlder, K::FixOlderElsewhere];
    for (verdict, available, writing, policy, expected) in [
        (Verdict::Blank, BOARD, Here, Policy::default(), vec![vec![K::FixRecover], write_here.clone()]),
        (Verdict::Blank, BOARD, Vendor, Policy::default(), vec![vec![K::FixRecover], vec![K::FixWrite]]),
        (
            Verdict::Blank,
            BOARD,
            Here,
            older,
            vec![vec![K::FixRecover], write_here.clone(), the_older.clone()],
        ),
        (Verdict::Blank, None, Here, Policy::default(), vec![write_here.clone()]),
        (
            Verdict::Blank,
            None,
            Vendor,
            open,
            vec![vec![K::FixAssign], vec![K::FixDeclare], vec![K::FixWrite], the_older],
        ),
        (Verdict::Unreadable, None, Here, Policy::default(), vec![vec![K::FixReadAgain]]),
    ] {
        let ways = ways(verdict, available, writing, &policy);
        let expected: Vec<_> = (1..).map(|at: usize| at.to_string()).zip(expected).collect();
        assert_eq!(numbers(K::FixList, &ways), expected);
        let findings: [Finding; 0] = [];
        for lang in LANGS {
            let shown = screen(lang, (K::FixList, &[]), &findings, &ways).unwrap();
            let titles: Vec<&str> = shown.lines.iter().map(|line| line.text.as_str()).collect();
            let own = (1..).zip(&ways).map(|(at, way)| format!("{at}  {}", remedy::way_title(lang, way)));
            assert_eq!(titles, own.collect::<Vec<_>>());
            for key in keys(lang, guide_screen(K::FixList), &ways) {
                let Some(way) = key.key.parse::<usize>().ok().and_then(|at| ways.get(at - 1)) else {
                    continue;
                };
                assert!(key.does.ends_with(remedy::way_title(lang, way)), "{}", key.does);
                let told = key.leads.iter().map(|lead| {
                    let example = guide_screen(*lead).lines(lang, &names());
                    let page = screen(lang, (*lead, &example), &findings, &ways).unwrap();
                    assert_eq!(page.lines[0].text, remedy::way_title(lang, way), "{lead:?}");
                    let said: String =
                        page.lines.iter().map(|line| format!("{} {}\n", line.text, line.more)).collect();
                    let foreign =
                        ["BR80G1234567", "H310M-R8", "CS-FFFQZ", "PF0A9K3Z", "AMIDEDOS", "amidelnx"];
                    assert!(!foreign.iter().any(|value| said.contains(value)), "{lead:?}: {said}");
                    page.lines[page.told_by].text.clone()
                });
                let told: std::collections::BTreeSet<String> = told.collect();
                assert_eq!(
                    told.len(),
                    key.leads.len(),
                    "a caller can't tell the screens of {} apart",
                    key.key
                );
            }
        }
    }
}

#[test]
fn the_numbers_stand_together_behind_enter() {
    let ways = ways(Verdict::Blank, None, WritingPlace::Vendor, &Policy::OPEN);
    for screen in [K::FixList, K::FixListChosen] {
        let shown = keys(Lang::Zh, guide_screen(screen), &ways);
        let labels: Vec<&str> = shown.iter().map(|key| key.key.as_str()).take(6).collect();
        assert_eq!(labels[..5], ["Enter", "1", "2", "3", "4"], "{screen:?}");
        assert!(labels[5].parse::<u8>().is_err(), "{screen:?}");
        assert_eq!(shown[0].leads.len(), 5, "Enter opens the way at the cursor");
    }
}

#[test]
fn a_screen_that_the_machine_lacks_has_no_key() {
    let closed = ways(Verdict::Blank, BOARD, WritingPlace::Vendor, &Policy::default());
    let older = ways(
        Verdict::Blank,
        BOARD,
        WritingPlace::Vendor,
        &Policy { older_binding: true, ..Policy::default() },
    );
    for (ways, last) in [(&closed, "4"), (&older, "5")] {
        let numbers = numbers(K::RouteRefused, ways);
        assert_eq!(numbers.last().unwrap().0, last);
        for lang in LANGS {
            let screen = guide_screen(K::RouteRefused);
            let mut lines = screen.lines(lang, &names());
            leave_out_entries(&mut lines, screen, ways);
            let entries = lines.iter().filter(|line| line.kind == LineKind::Choice);
            assert_eq!(entries.count().to_string(), last);
        }
        for screen in telephone_guide().screens() {
            let leads = keys(Lang::En, screen, ways).into_iter().flat_map(|key| key.leads);
            leads.for_each(|lead| assert!(!lacks(ways, lead), "{:?} leads to {lead:?}", screen.id));
        }
    }
    assert!(lacks(&closed, K::FixOlder) && lacks(&closed, K::RequestOlder) && lacks(&closed, K::FixAssign));
    assert!(!lacks(&older, K::FixOlder) && !lacks(&older, K::RequestOlder) && !lacks(&older, K::FixRecover));
}

#[test]
fn without_ways_the_example_stays() {
    for screen in telephone_guide().screens() {
        let shown: Vec<(String, Vec<K>)> =
            keys(Lang::En, screen, &[]).into_iter().map(|key| (key.key, key.leads)).collect();
        let example: Vec<(String, Vec<K>)> =
            screen.keys.iter().map(|key| (key.key.clone(), key.leads.clone())).collect();
        assert_eq!(shown, example, "{:?}", screen.id);
        assert!(!lacks(&[], screen.id) && super::screen(Lang::En, (screen.id, &[]), &[], &[]).is_none());
    }
}

#[test]
fn one_way_is_chosen() {
    let ways = ways(Verdict::Blank, BOARD, WritingPlace::Vendor, &Policy::default());
    for (lang, marked) in [(Lang::En, "(chosen)"), (Lang::Zh, "（已选）")] {
        let shown = screen(lang, (K::FixListChosen, &[]), &[], &ways).unwrap();
        let chosen: Vec<usize> =
            (0..shown.lines.len()).filter(|at| shown.lines[*at].text.ends_with(marked)).collect();
        assert_eq!(chosen, [shown.told_by]);
        assert_eq!(ways[shown.told_by].kind, WayKind::Recover);
    }
}
