//! "Finished alone": on how many refused machines the plan has a way that writes nothing, and what writing takes.
//!
//! Ways and places are those of [`plan`]; nothing is judged here.

use std::collections::BTreeMap;
use std::path::Path;

use countersign_core::machine::{Field, Machine, OnboardMac, Reading};
use countersign_core::protocol::binding::Binding;
use countersign_core::protocol::surroundings::WritingPlace;
use countersign_core::remedy::{Plan, PlannedWay, RemedyKind, Source, WayKind, plan, recoverable, remedies};
use countersign_core::review::{FindingKind, Policy, Review, Verdict, judge_text, review};

use super::{ratio, recorded};

/// A proper serial, in place of a masked one.
const SERIAL: &str = "7H2KX91Q";

/// A proper address of an on-board port.
const MAC: [u8; 6] = [0x3c, 0xec, 0xef, 0x1a, 0x90, 0x47];

const PLACES: [WritingPlace; 6] = [
    WritingPlace::Here,
    WritingPlace::Host,
    WritingPlace::Boot,
    WritingPlace::Vendor,
    WritingPlace::Service,
    WritingPlace::Unknown,
];

/// A refused machine and its plan under the default policy.
struct Refused {
    machine: Machine,
    review: Review,
    plan: Plan,
}

impl Refused {
    fn of(machine: Machine) -> Option<Self> {
        let policy = Policy::default();
        let review = review(&machine, &policy);
        (review.acceptable() == Some(false)).then(|| {
            let plan = planned(&machine, &review, &policy);
            Self { machine, review, plan }
        })
    }

    fn way(&self, kind: WayKind) -> Option<&PlannedWay> {
        self.plan.ways.iter().find(|way| way.kind == kind)
    }

    /// Whether the plan has way 1, or way 2 where values may be assigned.
    fn recovers_or_assigns(&self, machine: &Machine) -> bool {
        let policy = Policy { assigned: true, ..Policy::default() };
        let plan = planned(machine, &self.review, &policy);
        plan.ways.iter().any(|way| matches!(way.kind, WayKind::Recover | WayKind::Assign))
    }

    /// The fields that are refused and have no value elsewhere.
    fn without_value(&self) -> Vec<Field> {
        let refused = self.review.binding().filter(|finding| finding.refuses());
        refused
            .map(|finding| finding.field)
            .filter(|field| recoverable(&self.machine, &self.review, *field).is_none())
            .collect()
    }

    /// What is wrong with the board's model.
    fn board_model(&self) -> &'static str {
        match self.review.finding(Field::BoardModel).and_then(|finding| finding.kind) {
            Some(FindingKind::FirmwareVendor) => "a reference board's name, which stays refused",
            _ => self.verdict(Field::BoardModel),
        }
    }

    fn verdict(&self, field: Field) -> &'static str {
        self.review.finding(field).map_or("missing", |finding| finding.verdict.name())
    }
}

fn planned(machine: &Machine, review: &Review, policy: &Policy) -> Plan {
    plan(machine, review, policy, Binding::marker2_of(machine, review), None)
}

/// Prints the tables.
pub fn print(machines: Vec<Machine>, shared: &Path) {
    println!("\n### Finished alone, by maker and model\n");
    println!(
        "The serials of these recordings are masked, so maker and model alone count: a proper serial stands"
    );
    println!("in for each. Way 1 binds what the machine says elsewhere and writes nothing.\n");
    by_maker_and_model(machines);
    println!("\n### Finished alone, whole machines\n");
    let Some(machines) = recorded::identified(&shared.join("machines/identified.tsv")) else {
        println!("SKIPPED: no machines/identified.tsv.");
        return;
    };
    whole(machines);
}

fn by_maker_and_model(machines: Vec<Machine>) {
    let refused: Vec<Refused> = machines
        .into_iter()
        .filter_map(|mut machine| {
            machine.fields.insert(Field::Serial, Reading::text(SERIAL));
            Refused::of(machine)
        })
        .collect();
    let row = |name: &str, count| row(name, count, refused.len());
    println!("| machines | count | share |");
    println!("| --- | ---: | ---: |");
    row("refused by maker or model", refused.len());
    let alone: Vec<&PlannedWay> = refused.iter().filter_map(|one| one.way(WayKind::Recover)).collect();
    row("**way 1 treats every bad field** (aim 85 %)", alone.len());
    let shared = alone.iter().filter(|way| has_shared_value(way)).count();
    row("— each value passes review; no inferred maker", alone.len() - shared);
    row("— a shared board model serves as the model", shared);
    let rest: Vec<&Refused> = refused.iter().filter(|one| one.way(WayKind::Recover).is_none()).collect();
    row("not by way 1", rest.len());
    let inferred = rest.iter().filter(|one| only_inferred_maker(one)).count();
    row("— a maker is inferred, which can't be read from the machine each time", inferred);
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for one in rest.iter().filter(|one| !only_inferred_maker(one)) {
        let missing = one.without_value().into_iter().map(|field| match field {
            Field::Model => format!("no model: the board's is {}", one.board_model()),
            _ => "no maker".to_owned(),
        });
        *reasons.entry(missing.collect::<Vec<_>>().join("; ")).or_default() += 1;
    }
    for (reason, count) in most_first(reasons) {
        row(&format!("— {reason}"), count);
    }
    places(&refused, |one| one.way(WayKind::Recover).is_some(), "way 1");
}

fn has_shared_value(way: &PlannedWay) -> bool {
    way.values.iter().any(|planned| {
        planned.value.as_ref().is_some_and(|value| judge_text(planned.field, value).0 == Verdict::Shared)
    })
}

/// Whether an inferred maker is all that way 1 lacks.
fn only_inferred_maker(one: &Refused) -> bool {
    one.without_value() == [Field::Manufacturer]
        && remedies(&one.machine, &one.review, &Policy::default(), None).iter().any(|remedy| {
            remedy.field == Field::Manufacturer
                && remedy.kind == RemedyKind::Elsewhere
                && remedy.source == Some(Source::Barebone)
        })
}

fn whole(machines: Vec<Machine>) {
    let recorded = machines.len();
    let refused: Vec<Refused> = machines.into_iter().filter_map(Refused::of).collect();
    let row = |name: &str, count| row(name, count, refused.len());
    println!("| machines | count | share |");
    println!("| --- | ---: | ---: |");
    row(&format!("refused, of {recorded} recorded with serials and UUIDs"), refused.len());
    row("**way 1**", refused.iter().filter(|one| one.way(WayKind::Recover).is_some()).count());
    let (alone, rest): (Vec<&Refused>, Vec<&Refused>) =
        refused.iter().partition(|one| one.recovers_or_assigns(&one.machine));
    row("**way 1 or 2**", alone.len());
    row("**neither**: there is no anchor", rest.len());
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for one in &rest {
        let (board, uuid) = (one.verdict(Field::BoardSerial), one.verdict(Field::Uuid));
        *reasons.entry(format!("board serial {board}, UUID {uuid}")).or_default() += 1;
    }
    for (reason, count) in most_first(reasons) {
        row(&format!("— {reason}"), count);
    }
    println!("\nOn-board MAC addresses are not in the recordings. What the rest need:\n");
    println!("| need | machines, of {} |", rest.len());
    println!("| --- | ---: |");
    let mut needs: BTreeMap<String, usize> = BTreeMap::new();
    for one in &rest {
        *needs.entry(need(one)).or_default() += 1;
    }
    for (need, count) in most_first(needs) {
        println!("| {need} | {count} |");
    }
    places(&refused, |one| one.recovers_or_assigns(&one.machine), "way 1 or 2");
}

/// What a machine without an anchor needs: an on-board port gives way 2, else the value must be written.
fn need(one: &Refused) -> String {
    let virtual_machine = one.machine.hypervisor.is_some() || one.machine.virtual_machine() == Some(true);
    let with_port = Machine { onboard_mac: OnboardMac::Permanent(MAC), ..one.machine.clone() };
    let written = place(one).name();
    if !virtual_machine && one.recovers_or_assigns(&with_port) {
        format!("an on-board port with an address of its own, for way 2; else writing: `{written}`")
    } else {
        let what = if virtual_machine { "virtual machine, " } else { "" };
        format!("{what}writing: `{written}`")
    }
}

fn place(one: &Refused) -> WritingPlace {
    one.way(WayKind::Write).and_then(|way| way.takes).unwrap_or_default()
}

/// Prints the shares of machines by what the way to write takes.
fn places(refused: &[Refused], alone: impl Fn(&Refused) -> bool, ways: &str) {
    let rest = refused.iter().filter(|one| !alone(one)).count();
    println!("\nWhat the way to write takes, which is offered beside:\n");
    println!("| takes | all refused | not by {ways} |");
    println!("| --- | ---: | ---: |");
    for wanted in PLACES {
        let all = refused.iter().filter(|one| place(one) == wanted).count();
        let left = refused.iter().filter(|one| place(one) == wanted && !alone(one)).count();
        println!(
            "| `{}` | {all} ({:.1} %) | {left} ({:.1} %) |",
            wanted.name(),
            100.0 * ratio(all, refused.len()),
            100.0 * ratio(left, rest)
        );
    }
}

fn row(name: &str, count: usize, of: usize) {
    println!("| {name} | {count} | {:.1} % |", 100.0 * ratio(count, of));
}

fn most_first(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}
