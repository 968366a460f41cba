//! The remedies for refused machines, by firmware family or hypervisor.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use countersign_core::machine::{Family, Field, Machine};
use countersign_core::remedy::{Remedy, RemedyKind, Step, remedies};
use countersign_core::review::{Finding, Policy, Review, Verdict, review};

use super::{ratio, recorded};

/// The refused machines of one family.
#[derive(Debug, Default)]
struct Tally {
    refused: usize,
    /// Each bad field has a remedy with steps.
    helped: usize,
    /// Each of these remedies is specific to the firmware or hypervisor, not only "ask the maker".
    own: usize,
    /// Each bad field has a value from the machine itself.
    valued: usize,
    /// At least one bad field has such a value.
    some_value: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.refused += other.refused;
        self.helped += other.helped;
        self.own += other.own;
        self.valued += other.valued;
        self.some_value += other.some_value;
    }

    fn row(&self, name: &str) {
        let share = |count: usize| format!("{:.1} % ({count})", 100.0 * ratio(count, self.refused));
        println!(
            "| {name} | {} | {} | {} | {} | {} |",
            self.refused,
            share(self.helped),
            share(self.own),
            share(self.some_value),
            share(self.valued),
        );
    }
}

/// Prints the tables.
pub fn print(judged: &[(Machine, Review)], shared: &Path) {
    println!("\n### Remedies for machines refused by maker or model\n");
    let refused: Vec<_> = judged.iter().filter(|(_, review)| review.acceptable() == Some(false)).collect();
    table(refused.iter().copied(), &[Field::Manufacturer, Field::Model]);
    unknown_firmware(refused.into_iter());
    println!("\n### Remedies for machines refused by their serial\n");
    let Some(machines) = recorded::identified(&shared.join("machines/identified.tsv")) else {
        println!("SKIPPED: no machines/identified.tsv.");
        return;
    };
    let judged: Vec<(Machine, Review)> = machines
        .into_iter()
        .map(|machine| {
            let judged = review(&machine, &Policy::default());
            (machine, judged)
        })
        .collect();
    println!("{} machines were recorded with their serials.\n", judged.len());
    let bad = |review: &Review| review.finding(Field::Serial).is_some_and(Finding::refuses);
    table(judged.iter().filter(|(_, review)| bad(review)), &[Field::Serial]);
    println!(
        "\nRefused for any of the three: {}.",
        judged.iter().filter(|(_, review)| review.acceptable() == Some(false)).count()
    );
    let unlike = judged.iter().filter(|(_, review)| !review.notes.is_empty()).count();
    println!("With a note (a UUID that holds another serial, several systems): {unlike}.");
}

fn table<'a>(refused: impl Iterator<Item = &'a (Machine, Review)>, fields: &[Field]) {
    println!(
        "| firmware or hypervisor | refused | a remedy for each bad field | a way of this firmware's own | a value from the machine | … for each bad field |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let mut rows: BTreeMap<String, Tally> = BTreeMap::new();
    for (machine, review) in refused {
        rows.entry(place(machine)).or_default().add(&one(machine, review, fields));
    }
    let mut all = Tally::default();
    for (name, tally) in &rows {
        tally.row(name);
        all.add(tally);
    }
    all.row("**all**");
}

/// Prints how many firmware vendors the machines of unknown firmware name.
fn unknown_firmware<'a>(refused: impl Iterator<Item = &'a (Machine, Review)>) {
    let unknown: Vec<_> =
        refused.filter(|(machine, _)| place(machine) == format!("{:?}", Family::Unknown)).collect();
    let named: Vec<String> = unknown
        .iter()
        .filter_map(|(_, review)| review.finding(Field::BiosVendor))
        .filter(|vendor| vendor.verdict == Verdict::Ok)
        .map(|vendor| vendor.value.to_lowercase())
        .collect();
    let vendors: BTreeSet<&String> = named.iter().collect();
    println!(
        "\nOf unknown firmware: {}; {} of them name {} firmware vendors, the rest none or a filler.",
        unknown.len(),
        named.len(),
        vendors.len()
    );
}

fn place(machine: &Machine) -> String {
    match machine.hypervisor {
        Some(hypervisor) => format!("{hypervisor:?} (virtual)"),
        None => format!("{:?}", machine.firmware.family),
    }
}

fn one(machine: &Machine, review: &Review, fields: &[Field]) -> Tally {
    let found = remedies(machine, review, &Policy::default(), None);
    let bad: Vec<Field> = fields
        .iter()
        .copied()
        .filter(|field| {
            review
                .finding(*field)
                .is_some_and(|finding| finding.refuses() && finding.verdict != Verdict::Unreadable)
        })
        .collect();
    let each = |fits: &dyn Fn(&Remedy) -> bool| {
        usize::from(bad.iter().all(|field| found.iter().any(|remedy| remedy.field == *field && fits(remedy))))
    };
    let some = |fits: &dyn Fn(&Remedy) -> bool| {
        usize::from(bad.iter().any(|field| found.iter().any(|remedy| remedy.field == *field && fits(remedy))))
    };
    let valued = |remedy: &Remedy| remedy.kind == RemedyKind::Elsewhere && remedy.value.is_some();
    let steps = |remedy: &Remedy| {
        matches!(remedy.kind, RemedyKind::Elsewhere | RemedyKind::Firmware | RemedyKind::Stop)
            && !remedy.steps.is_empty()
    };
    let own = |remedy: &Remedy| {
        let asks = remedy.steps.contains(&Step::AskMaker) && !remedy.steps.contains(&Step::LenovoDisk);
        steps(remedy) && (remedy.command.is_some() || !asks)
    };
    Tally {
        refused: 1,
        helped: each(&steps),
        own: each(&own),
        valued: each(&valued),
        some_value: some(&valued),
    }
}
