//! What changed on a machine before it succeeded: values corrected in the firmware, and values of other
//! origins.

use super::Writer;
use super::analysis::grouped;
use crate::text::{MailLine as L, MailSentence as S};
use countersign_core::machine::{Field, Origin, SourceKind, printable};
use countersign_core::text::{Lang, Line as _, comma, join_list, listed};
use countersign_ledger::{Attempt, CaseOutcome};

/// One value of the request that succeeded, in words.
struct Value {
    origin: Origin,
    item: String,
}

impl Writer<'_> {
    /// Returns the changes until the given request, which closed the case. Empty while the case is open.
    pub(super) fn changes(&self, by: &Attempt) -> Vec<String> {
        let CaseOutcome::Solved { changed, board, .. } = self.facts.history.outcome() else {
            return Vec::new();
        };
        let mut sentences = Vec::new();
        if let Some(values) = &by.values {
            let known = Field::BINDING.into_iter().zip(by.origins).zip(values);
            let values: Vec<Value> = known
                .filter_map(|((field, origin), value)| {
                    let name = &self.field(field);
                    let value = &self.quoted(&printable(value.as_bytes()));
                    let change = changed.iter().find(|one| one.field == field);
                    let sentence = match (origin, change) {
                        (Origin::Firmware, None) => return None,
                        (Origin::Firmware, Some(change)) => {
                            let before = &self.reported(&change.before, change.verdict);
                            S::CorrectedItem { field: name, before, after: value }.say(self.lang)
                        }
                        _ => S::ValueItem { field: name, value }.say(self.lang),
                    };
                    Some(Value { origin, item: sentence })
                })
                .collect();
            let groups = grouped(&values, |one, other| one.origin == other.origin);
            sentences.extend(groups.iter().map(|group| self.of_one_origin(group)));
        } else if !changed.is_empty() {
            let names: Vec<String> = changed.iter().map(|one| self.field(one.field)).collect();
            let fields = &join_list(self.lang, &names);
            sentences.push(S::CorrectedByWord { fields }.say(self.lang));
        }
        if board {
            sentences.push(L::ResultBoard.say(self.lang).to_owned());
        }
        sentences
    }

    fn of_one_origin(&self, group: &[&Value]) -> String {
        let origin = group.first().map(|one| one.origin);
        let items = group.iter().map(|one| &one.item);
        let items = &match (self.lang, origin) {
            // Each item is a clause.
            (Lang::Zh, Some(Origin::Firmware)) => items.cloned().collect::<Vec<_>>().join(comma(self.lang)),
            _ => listed(self.lang, items),
        };
        let sentence = match origin {
            Some(Origin::Recovered(kind)) => S::Recovered { items, place: &self.place(kind) },
            Some(Origin::Assigned) => S::Assigned { items },
            Some(Origin::Declared) => S::Declared { items },
            Some(Origin::Firmware) | None => S::Corrected { items },
        };
        sentence.say(self.lang)
    }

    fn place(&self, kind: SourceKind) -> &'static str {
        let line = match kind {
            SourceKind::Board => L::PlaceBoard,
            SourceKind::Chassis => L::PlaceChassis,
            SourceKind::Uuid => L::PlaceUuid,
            SourceKind::OemString => L::PlaceOem,
            SourceKind::DeviceTree => L::PlaceDeviceTree,
            SourceKind::Version => L::PlaceVersion,
            SourceKind::Other => L::PlaceOther,
        };
        line.say(self.lang)
    }
}
