//! The ways of a request's machine in the guide: the list of step Fix, the page of a way, and the keys that lead there.
//!
//! They are the ways that the desk plans from the request, in their order. The numbers are those of the machine's own list.

use super::guide_screen::OwnScreen;
use crate::caller_screens::{LineKind, Screen, ScreenKey, ScreenLine};
use crate::text::GuideRemark as R;
use countersign_core::machine::Origin;
use countersign_core::protocol::WritingPlace;
use countersign_core::remedy::{PlannedWay, Purpose, WayKind};
use countersign_core::review::{Finding, Verdict};
use countersign_core::screen_kind::ScreenKind as K;
use countersign_core::text::{Lang, labelled, remedy, review};

/// A key of a screen as the guide lists it.
pub(super) struct ShownKey {
    pub(super) key: String,
    pub(super) does: String,
    pub(super) leads: Vec<K>,
    pub(super) ends: bool,
}

/// Whether the screen lists the ways of a machine.
pub(super) const fn is_list(screen: K) -> bool {
    matches!(screen, K::FixList | K::FixListChosen)
}

const fn binds(way: &PlannedWay) -> bool {
    matches!(way.kind, WayKind::Recover | WayKind::Assign | WayKind::Declare)
}

/// Whether a machine with these ways doesn't come to this screen. Of a machine without ways nothing is known.
pub(super) fn lacks(ways: &[PlannedWay], screen: K) -> bool {
    let has = |kind| ways.iter().any(|way| way.kind == kind);
    let there = match screen {
        _ if ways.is_empty() => true,
        K::FixReadAgain => has(WayKind::ReadAgain),
        K::FixRecover => has(WayKind::Recover),
        K::FixAssign => has(WayKind::Assign),
        K::FixDeclare | K::FixDeclareFault | K::FixDeclareConfirm | K::FixDeclareNear => {
            has(WayKind::Declare)
        }
        K::FixWrite => has(WayKind::Write),
        K::FixWriteHere | K::FixRunConfirm => ways.iter().any(|way| way.takes == Some(WritingPlace::Here)),
        K::FixOlder | K::FixOlderElsewhere | K::RequestOlder => has(WayKind::Older),
        K::FixListChosen => ways.iter().any(binds),
        _ => true,
    };
    !there
}

/// The keys of a screen, without those that lead only where this machine doesn't come. The numbers of a list are those of the ways.
pub(super) fn keys(lang: Lang, screen: &Screen, ways: &[PlannedWay]) -> Vec<ShownKey> {
    let shown = |key: &ScreenKey, leads: Vec<K>| ShownKey {
        key: key.key.clone(),
        does: key.does(lang).to_owned(),
        leads,
        ends: key.ends,
    };
    if is_list(screen.id) && !ways.is_empty() && !lacks(ways, screen.id) {
        let opened = |way: &PlannedWay| K::of_way(way.kind, way.takes);
        let first = screen.keys.iter().position(ScreenKey::is_number);
        let one = |(at, key): (usize, &ScreenKey)| match key.key.as_str() {
            "Enter" => vec![shown(key, ways.iter().flat_map(opened).copied().collect())],
            _ if Some(at) == first => {
                let numbered = |(number, way): (usize, &PlannedWay)| ShownKey {
                    key: number.to_string(),
                    does: labelled(lang, key.does(lang), remedy::way_title(lang, way)),
                    ..shown(key, opened(way).to_vec())
                };
                (1..).zip(ways).map(numbered).collect()
            }
            _ if key.is_number() => Vec::new(),
            _ => vec![shown(key, key.leads.clone())],
        };
        return screen.keys.iter().enumerate().flat_map(one).collect();
    }
    let there = |key: &&ScreenKey| !leads_nowhere(ways, key);
    let leads = |key: &ScreenKey| key.leads.iter().copied().filter(|lead| !lacks(ways, *lead)).collect();
    screen.keys.iter().filter(there).map(|key| shown(key, leads(key))).collect()
}

/// Whether the key leads only to screens that this machine doesn't come to.
fn leads_nowhere(ways: &[PlannedWay], key: &ScreenKey) -> bool {
    !key.leads.is_empty() && key.leads.iter().all(|lead| lacks(ways, *lead))
}

/// Leaves out the entries whose number leads nowhere on this machine.
pub(super) fn leave_out_entries(lines: &mut Vec<ScreenLine>, screen: &Screen, ways: &[PlannedWay]) {
    for key in screen.keys.iter().filter(|key| key.is_number() && leads_nowhere(ways, key)) {
        let entry = format!("{}  ", key.key);
        lines.retain(|line| line.kind != LineKind::Choice || !line.text.starts_with(&entry));
    }
}

/// A screen that shows these ways; `None` for any other screen. `findings` have the machine's own verdicts, `example` is the screen as
/// the guide has it.
pub(super) fn screen(
    lang: Lang,
    (screen, example): (K, &[ScreenLine]),
    findings: &[Finding],
    ways: &[PlannedWay],
) -> Option<OwnScreen> {
    match screen {
        _ if ways.is_empty() || lacks(ways, screen) => None,
        K::FixList => Some(list(lang, findings, ways)),
        K::FixListChosen => Some(list_chosen(lang, ways)),
        _ => {
            let way = ways.iter().find(|way| K::of_way(way.kind, way.takes).contains(&screen))?;
            Some(page(lang, way, example))
        }
    }
}

/// Why fields are refused, then the ways.
fn list(lang: Lang, findings: &[Finding], ways: &[PlannedWay]) -> OwnScreen {
    let own = findings.iter().filter(|one| one.verdict != Verdict::Ok && one.origin == Origin::Firmware);
    let why = |one: &Finding| {
        let reason = review::reason(lang, one.verdict, one.kind);
        text(labelled(lang, &one.code().unwrap_or_default(), reason))
    };
    let mut lines: Vec<ScreenLine> = own.map(why).collect();
    let told_by = lines.len();
    lines.extend(entries(lang, ways, None));
    OwnScreen { lines, told_by, remark: None }
}

/// The ways, the first that binds other values chosen.
fn list_chosen(lang: Lang, ways: &[PlannedWay]) -> OwnScreen {
    let chosen = ways.iter().position(binds);
    OwnScreen {
        lines: entries(lang, ways, chosen),
        told_by: chosen.unwrap_or_default(),
        remark: Some(R::MarkElsewhere),
    }
}

fn entries(lang: Lang, ways: &[PlannedWay], chosen: Option<usize>) -> Vec<ScreenLine> {
    let entry = |(at, way): (usize, &PlannedWay)| {
        let title = if chosen == Some(at) {
            remedy::chosen_way_title(lang, way)
        } else {
            remedy::way_title(lang, way).to_owned()
        };
        ScreenLine {
            more: remedy::way_needs(lang, way),
            here: at == 0,
            ..ScreenLine::new(LineKind::Choice, format!("{}  {title}", at + 1))
        }
    };
    ways.iter().enumerate().map(entry).collect()
}

/// The page of a way. Its last line, what Enter does, follows from the screen alone.
fn page(lang: Lang, way: &PlannedWay, example: &[ScreenLine]) -> OwnScreen {
    let mut lines = vec![
        text(remedy::way_title(lang, way).to_owned()),
        text(remedy::way_explanation(lang, way).to_owned()),
    ];
    let cautions = way.cautions.iter().map(|caution| text(remedy::step(lang, caution)));
    if way.kind == WayKind::Declare {
        let (typed, found): (Vec<_>, Vec<_>) =
            way.values.iter().partition(|planned| planned.purpose == Purpose::Bind(Origin::Declared));
        lines.extend(found.into_iter().map(|planned| text(remedy::way_value(lang, planned))));
        lines.extend(cautions);
        lines.extend(typed.into_iter().enumerate().map(|(at, planned)| ScreenLine {
            here: at == 0,
            ..ScreenLine::new(LineKind::Input, remedy::declare_question(lang, planned.field))
        }));
        // The form for a value that is refused has the same title.
        return OwnScreen { lines, told_by: 1, remark: Some(R::LeftOut) };
    }
    lines.push(text(remedy::way_needs(lang, way)));
    // What a machine suggests to write, and its steps and commands, follow from more than its request.
    if way.kind != WayKind::Write {
        lines.extend(remedy::way_values(lang, &way.values).into_iter().map(text));
    }
    lines.extend(cautions);
    let mut told_by = 0;
    // What stands below the way that reads again depends on the rights of the program.
    if way.kind != WayKind::ReadAgain {
        // Two screens of one way have the same title.
        told_by = if K::of_way(way.kind, way.takes).len() > 1 { lines.len() } else { 0 };
        lines.extend(example.last().cloned());
    }
    OwnScreen { lines, told_by, remark: Some(R::LeftOut) }
}

fn text(words: String) -> ScreenLine {
    ScreenLine::new(LineKind::Text, words)
}

#[cfg(test)]
mod tests;
