//! What holds of all output about a machine, whatever its firmware says. `fuzz/` includes this file too.

use countersign::page;
use countersign_core::lang::Lang;
use countersign_core::machine::Machine;
use countersign_core::protocol::binding::{Binding, Way};
use countersign_core::remedy::{plan, remedies};
use countersign_core::review::{Policy, review};
use proptest::prelude::*;

const POLICY: Policy = Policy::OPEN;

/// Most characters of one line. A command holds a value of at most 96 bytes, some twice and encoded.
const LINE: usize = 2_000;

/// Checks all output about a machine.
pub fn check_output(machine: &Machine) -> Result<(), TestCaseError> {
    let judged = review(machine, &POLICY);
    let found = remedies(machine, &judged, &POLICY, None);
    prop_assert!(judged.findings.len() <= 19 && judged.notes.len() <= 4 && found.len() <= 3 * 7);
    let binding = Binding::of(machine, &judged, &POLICY, &Way::Assign, Binding::marker2_of(machine, &judged));
    let plan = plan(machine, &judged, &POLICY, binding.marker2, None);
    prop_assert!(plan.ways.len() <= 6);
    for lang in [Lang::En, Lang::Zh] {
        let mut lines = Vec::new();
        for all in [false, true] {
            lines.extend(page::inspection(
                lang,
                machine,
                &judged,
                &plan,
                None,
                all,
                page::OutputWidth::Columns(80),
            ));
        }
        for identifiers in [page::Identifiers::Shortened, page::Identifiers::Whole] {
            lines.extend(page::machine_report(lang, machine, &judged, &plan, Some(&binding), identifiers));
        }
        prop_assert!(lines.len() < 600, "{} lines", lines.len());
        for line in &lines {
            prop_assert!(line.chars().count() < LINE, "{line}");
            let harmless = |c: char| {
                !c.is_control()
                    && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
            };
            prop_assert!(line.chars().all(harmless), "{line:?}");
        }
        let json: Vec<String> = found
            .iter()
            .map(|remedy| countersign_core::text::remedy::to_json(lang, remedy).to_string())
            .collect();
        prop_assert!(json.iter().all(|object| object.len() < 16_384));
    }
    Ok(())
}
