//! Which screen a request reports, which values it puts there, and when the next request has another name.

use countersign_core::machine::{Origin, SourceKind};
use countersign_core::protocol::binding::Binding;
use countersign_core::protocol::{Marker, Scheme, Values};
use countersign_core::review::Predicted;
use countersign_ledger::{AttemptOutcome, IncomingRequest, Reason};

use super::*;
use crate::caller_screens::{CallName, CallNames, telephone_guide};
use crate::sample_request::sample_request;

const FIRMWARE: Origin = Origin::Firmware;
const BOARD: Origin = Origin::Recovered(SourceKind::Board);
const ORIGINS: [Origin; 5] =
    [FIRMWARE, BOARD, Origin::Recovered(SourceKind::DeviceTree), Origin::Assigned, Origin::Declared];

/// A stored request with these verdicts of its machine; `None` if no request has them with these origins. The desk's own verdicts are
/// all good.
fn attempt(verdicts: [Verdict; 3], origins: [Origin; 3]) -> Option<Attempt> {
    let mut request = sample_request([1; 6], "M80-D8018200512");
    let mut values = request.values.as_array().map(str::to_owned);
    for (value, (verdict, origin)) in values.iter_mut().zip(verdicts.into_iter().zip(origins)) {
        if origin == Origin::Assigned || !verdict.has_value() {
            value.clear();
        }
    }
    request.values = Values::from_array(values.clone());
    request.head.verdicts = verdicts;
    request.head.origins = origins;
    request.head.marker2 = Some(Marker([4; 10]));
    request.encode().ok()?;
    let request = IncomingRequest::Full(request);
    Some(Attempt {
        at: 1_795_361_511,
        operator: None,
        spoken: false,
        packed: [1; 6],
        license: None,
        name: request.name(),
        profile: 1,
        platform: 1,
        scheme: Scheme::Three,
        values: request.values(),
        verdicts: [Verdict::Ok; 3],
        origins,
        marker2: request.head().marker2,
        marker3: request.marker3(),
        outcome: AttemptOutcome::Refused(Reason::MachineRefused),
        differs: Vec::new(),
        notes: Vec::new(),
        request: request.to_text(),
    })
}

/// The names of those screens that a request reports.
fn reported<'a>(attempt: &Attempt, of: impl Iterator<Item = &'a Screen>) -> Vec<&'static str> {
    of.filter(|screen| Reported::of(attempt).unwrap().is_shown(screen))
        .map(|screen| screen.id.name())
        .collect()
}

/// The screens on which the guide has the values of the request.
fn with_values(attempt: &Attempt) -> Vec<&'static str> {
    let screens = telephone_guide().screens().iter();
    let shown = screens.filter(|screen| Reported::of(attempt).unwrap().inspect(Lang::En, screen).is_some());
    shown.map(|screen| screen.id.name()).collect()
}

/// The screens that the wizard shows for a binding with these verdicts and origins.
fn of_wizard(verdicts: [Verdict; 3], origins: [Origin; 3]) -> [&'static str; 2] {
    let binding = Binding {
        values: Values::default(),
        verdicts,
        origins,
        sources: [None; 3],
        available: [None; 3],
        marker2: None,
        marker3: Marker([5; 10]),
    };
    let replaced = [BOARD, Origin::Assigned, Origin::Declared].iter().any(|one| origins.contains(one));
    match binding.predicted() {
        Predicted::Accepted if replaced => ["inspect-bound", "route-accepted"],
        Predicted::Accepted => ["inspect-accepted", "route-accepted"],
        Predicted::Refused => ["inspect-refused", "route-refused"],
        Predicted::Unknown => ["inspect-unreadable", "route-accepted"],
    }
}

/// Every list of three of these.
fn triples<T: Copy>(of: &[T]) -> Vec<[T; 3]> {
    let pairs = of.iter().flat_map(|a| of.iter().map(move |b| (*a, *b)));
    pairs.flat_map(|(a, b)| of.iter().map(move |c| [a, b, *c])).collect()
}

#[test]
fn the_guide_shows_the_screen_of_the_wizard_for_every_request() {
    let (guide, mut requests) = (telephone_guide(), 0);
    for origins in triples(&ORIGINS) {
        for verdicts in triples(&Verdict::ALL) {
            let Some(attempt) = attempt(verdicts, origins) else { continue };
            let [inspect, route] = [StepName::Inspect, StepName::Route].map(|step| guide.of_step(step as u8));
            let found = reported(&attempt, inspect.chain(route));
            assert_eq!(found, of_wizard(verdicts, origins), "{verdicts:?} {origins:?}");
            requests += 1;
        }
    }
    // By field: six verdicts of the firmware; of the others one, for a model two unless it is assigned.
    assert_eq!(requests, 10 * 13 * 10);
}

#[test]
fn values_stand_on_the_screen_that_shows_them() {
    use Verdict::{Blank, Ok, Placeholder, Shared, Unreadable};
    for (verdicts, origins, screens, of_request) in [
        ([Ok; 3], [FIRMWARE; 3], ["inspect-accepted", "route-accepted"], true),
        ([Ok, Shared, Ok], [FIRMWARE; 3], ["inspect-accepted", "route-accepted"], true),
        ([Ok, Blank, Unreadable], [FIRMWARE; 3], ["inspect-refused", "route-refused"], true),
        ([Ok, Ok, Unreadable], [FIRMWARE; 3], ["inspect-unreadable", "route-accepted"], true),
        // The screen has the values of the firmware too, which such a request doesn't have.
        ([Ok; 3], [FIRMWARE, BOARD, FIRMWARE], ["inspect-bound", "route-accepted"], false),
        ([Ok, Ok, Placeholder], [FIRMWARE, BOARD, FIRMWARE], ["inspect-refused", "route-refused"], false),
    ] {
        let attempt = attempt(verdicts, origins).unwrap();
        let found = reported(&attempt, telephone_guide().screens().iter());
        assert_eq!(found, screens, "{verdicts:?} {origins:?}");
        let expected: &[&str] = if of_request { &screens[..1] } else { &[] };
        assert_eq!(with_values(&attempt), expected, "{verdicts:?} {origins:?}");
    }
}

#[test]
fn values_have_the_marks_of_the_machine() {
    let attempt = attempt([Verdict::Ok, Verdict::Shared, Verdict::Unreadable], [FIRMWARE; 3]).unwrap();
    let screen = telephone_guide().screen(ScreenKind::InspectUnreadable).unwrap();
    let shown = Reported::of(&attempt).unwrap().inspect(Lang::En, screen).unwrap();
    let lines = &shown.lines[..3];
    let shown: Vec<_> =
        lines.iter().map(|line| (&*line.text, &*line.more, line.mark, &*line.verdict)).collect();
    let expected = [
        ("Manufacturer", "ASRock", Some(Mark::Good), "accepted"),
        ("Model", "B450M Pro4", Some(Mark::Warn), "MODEL-SHARED"),
        ("Serial", "(not read)", Some(Mark::Unknown), "SERIAL-UNREADABLE"),
    ];
    assert_eq!(shown, expected);
}

/// The example's own headline, which the same verdicts give, is the line by which a caller tells the screen.
#[test]
fn the_headline_counts_the_fields_of_the_request() {
    use Verdict::{Blank, Ok, Placeholder, Shared, Unreadable};
    for (verdicts, screen, same, en, zh) in [
        ([Ok; 3], ScreenKind::InspectAccepted, true, "", ""),
        ([Ok, Shared, Ok], ScreenKind::InspectAccepted, false, "", ""),
        ([Ok, Blank, Placeholder], ScreenKind::InspectRefused, true, "2 of", "有 2 个"),
        ([Ok, Ok, Placeholder], ScreenKind::InspectRefused, false, "1 of", "有 1 个"),
        ([Blank; 3], ScreenKind::InspectRefused, false, "3 of", "有 3 个"),
        ([Ok, Ok, Unreadable], ScreenKind::InspectUnreadable, true, "serial", "序列号"),
        ([Ok, Unreadable, Ok], ScreenKind::InspectUnreadable, false, "model", "型号"),
    ] {
        let attempt = attempt(verdicts, [FIRMWARE; 3]).unwrap();
        let screen = telephone_guide().screen(screen).unwrap();
        for (lang, part) in [(Lang::En, en), (Lang::Zh, zh)] {
            let shown = Reported::of(&attempt).unwrap().inspect(lang, screen).unwrap();
            let told = &shown.lines[shown.told_by].text;
            assert!(told.to_lowercase().contains(part), "{told}");
            let names = CallNames {
                product: String::new(),
                number: CallName::Blank,
                desk: String::new(),
                online: String::new(),
                hotline: None,
                request: CallName::Blank,
            };
            let example = screen.told_by(lang, &names).unwrap().text;
            assert_eq!(*told == example, same, "{verdicts:?}: {told} {example}");
            // Nothing else of the example is left.
            assert_eq!(shown.lines.len(), 4);
            assert_eq!(shown.remark, Some(GuideRemark::LeftOut));
        }
    }
}

#[test]
fn the_name_of_the_next_request_is_known_only_where_it_stays() {
    use GuideRemark::{NameAfterRepair, NameOfNext};
    let verdicts = [Verdict::Ok, Verdict::Ok, Verdict::Blank];
    let refused = attempt(verdicts, [FIRMWARE; 3]).unwrap();
    let ways = Attempt { verdicts, ..refused }.ways(&countersign_core::review::Policy::default());
    assert!(!ways.is_empty());
    for reason in [None].into_iter().chain(Reason::ALL.map(Some)) {
        assert_eq!(name_remark(reason, &ways), Some(NameAfterRepair), "{reason:?}");
        let other = match reason {
            Some(Reason::RequestSpent | Reason::ProfileUnknown | Reason::ProfileRetired) => Some(NameOfNext),
            _ => None,
        };
        assert_eq!(name_remark(reason, &[]), other, "{reason:?}");
    }
}
