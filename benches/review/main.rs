//! Measures review and remedies on recorded machines: `cargo bench --bench review`.
//!
//! Reads `../shared/machines` and `../shared/rules`, or the folder that `COUNTERSIGN_SHARED` names, and prints Markdown
//! tables for `docs/measurements.md`. Without the recordings it says so and measures nothing. The recordings come from
//! linuxhw/DMI and bsdhw/DMI (CC-BY-4.0) and from the projects that each line names.

mod finished_alone;
mod instructions;
mod labels;
mod recorded;
mod remedied;
mod speed;
mod tools;

use std::collections::BTreeMap;

use countersign_core::machine::{Field, Machine, Reading};
use countersign_core::review::{Policy, Review, Verdict, review};

fn main() {
    let shared = countersign_testing::shared();
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if instructions::run(&arguments, &shared) {
        return;
    }
    let Some(machines) = recorded::fields(&shared.join("machines/fields.tsv.gz")) else {
        println!("SKIPPED: no machines/fields.tsv.gz under {}: nothing was measured.", shared.display());
        println!("Name the folder that holds machines/ and rules/ by COUNTERSIGN_SHARED.");
        return;
    };
    println!("{} recorded machines, rules {}.", machines.len(), countersign_core::review::RULES_VERSION);
    speed::print(&machines, &shared);
    let judged: Vec<(Machine, Review)> = machines
        .into_iter()
        .map(|machine| {
            let judged = review(&machine, &Policy::default());
            (machine, judged)
        })
        .collect();
    verdicts(&judged);
    refused_by_maker_or_model(&judged);
    labels::print(&shared);
    labels::print_genuine(&shared);
    remedied::print(&judged, &shared);
    finished_alone::print(judged.into_iter().map(|(machine, _)| machine).collect(), &shared);
}

/// How many machines have each verdict, field by field.
fn verdicts(judged: &[(Machine, Review)]) {
    println!("\n### Verdicts per field\n");
    println!("| field | ok | blank | placeholder | malformed | shared | no entry |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    let mut counts: BTreeMap<Field, [usize; 6]> = BTreeMap::new();
    for (_, review) in judged {
        for finding in &review.findings {
            let at = Verdict::ALL.iter().position(|verdict| *verdict == finding.verdict);
            if let Some(count) = at.and_then(|at| counts.entry(finding.field).or_default().get_mut(at)) {
                *count += 1;
            }
        }
    }
    for (field, [ok, blank, placeholder, malformed, shared, unreadable]) in counts {
        // The source masks serials, so they have no verdict here.
        if unreadable == judged.len() {
            continue;
        }
        let absent = judged.len() - ok - blank - placeholder - malformed - shared - unreadable;
        let name = field.name();
        println!("| {name} | {ok} | {blank} | {placeholder} | {malformed} | {shared} | {absent} |");
    }
}

/// The share of machines that `inspect` refuses by maker and model alone.
fn refused_by_maker_or_model(judged: &[(Machine, Review)]) {
    let share = |some: &dyn Fn(&Machine, &Review) -> bool| {
        let count = judged.iter().filter(|(machine, review)| some(machine, review)).count();
        (count, 100.0 * ratio(count, judged.len()))
    };
    let refused = |review: &Review| review.acceptable() == Some(false);
    let (all, share_of_all) = share(&|_, review| refused(review));
    println!("\nRefused for maker or model alone: {all} of {} machines ({share_of_all:.1} %).", judged.len());
    let (warned, share_warned) = share(&|_, review| {
        !refused(review)
            && review.finding(Field::Model).is_some_and(|finding| finding.verdict == Verdict::Shared)
    });
    println!(
        "Accepted with a warning, since the model's name is not its own: {warned} ({share_warned:.1} %)."
    );
    let padded = |machine: &Machine| {
        machine.fields.values().filter_map(Reading::bytes).any(|bytes| bytes.trim_ascii() != bytes)
    };
    let (count, percent) = share(&|machine, review| !refused(review) && padded(machine));
    println!("Not complained of, though some field is padded with blanks: {count} ({percent:.1} %).");
}

/// The ratio of a part to a whole; 0 if the whole is 0.
fn ratio(part: usize, whole: usize) -> f64 {
    let [part, whole] = [part, whole].map(|count| f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
    if whole > 0.0 { part / whole } else { 0.0 }
}
