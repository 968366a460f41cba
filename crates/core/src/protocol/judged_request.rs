//! The desk's judgement of the values in a request.

use super::binding::judge_bound_value;
use super::{Head, Values};
use crate::assigned;
use crate::machine::{Field, Origin, printable};
use crate::review::{self, Finding, FindingKind, Verdict};

/// The findings on manufacturer, model and serial of a request, by this program's rules. Assigned values are computed and not judged. A
/// spoken request has no values, so the device's verdicts are used. They are used for an empty value too, because only the device
/// knows why it is empty.
#[must_use]
pub fn judge_request(head: &Head, values: Option<&Values>) -> Vec<Finding> {
    let values = values.map(Values::as_array);
    let finding = |at: usize| {
        let (field, origin) = (Field::BINDING[at], head.origins[at]);
        let value = values.map(|values| values[at]);
        let (verdict, kind) = match (value, head.verdicts[at]) {
            _ if origin == Origin::Assigned => (Verdict::Ok, None),
            (None, of_device) => (of_device, None),
            (Some(""), Verdict::Ok | Verdict::Shared) => (Verdict::Blank, None),
            (Some(""), of_device) => (of_device, None),
            (Some(value), of_device) => match judge_bound_value(field, value, head.marker2) {
                // Only the device knows the fields that the value may repeat.
                (Verdict::Ok, _)
                    if of_device == Verdict::Shared
                        && origin == Origin::Firmware
                        && !assigned::is_own(value, head.marker2) =>
                {
                    (Verdict::Shared, Some(FindingKind::SaysNothingNew))
                }
                judged => judged,
            },
        };
        let value = value.unwrap_or_default();
        Finding { field, shown: printable(value.as_bytes()), value: value.to_owned(), origin, verdict, kind }
    };
    let mut findings: Vec<Finding> = [0, 1, 2].map(finding).into();
    review::judge_repeats(&mut findings);
    findings
}
