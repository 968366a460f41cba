//! What the guide takes from a request: which screen its machine shows, its values in place of the example's, its codes and ways.

use maud::{Markup, html};

use super::components::read_out;
use super::guide_screen::OwnScreen;
use super::guide_ways;
use super::request::RequestDetails;
use crate::caller_screens::{LineKind, Mark, Screen, ScreenLine};
use crate::presentation::shown_value;
use crate::text::GuideRemark;
use crate::web::ways::ways;
use countersign_core::protocol::Head;
use countersign_core::remedy::PlannedWay;
use countersign_core::review::{Finding, Verdict};
use countersign_core::screen_kind::ScreenKind;
use countersign_core::step::StepName;
use countersign_core::text::{FieldLine, Lang, Line as _, StepNameSentence, review};
use countersign_ledger::{Attempt, Reason};

/// A request, with the ways that the desk plans for its machine and what the machine reports. Both are read once for a page.
pub(super) struct GuidedRequest<'a> {
    pub(super) details: &'a RequestDetails,
    pub(super) ways: Vec<PlannedWay>,
    reported: Option<Reported>,
}

impl<'a> GuidedRequest<'a> {
    pub(super) fn of(details: &'a RequestDetails) -> Self {
        let attempt = &details.stored.attempt;
        Self { details, ways: attempt.ways(&details.policy), reported: Reported::of(attempt) }
    }

    pub(super) const fn attempt(&self) -> &'a Attempt {
        &self.details.stored.attempt
    }

    /// The screen as this machine shows it; `None` where the request doesn't say what stands there. `example` is the screen as the
    /// guide has it.
    pub(super) fn screen(&self, lang: Lang, screen: &Screen, example: &[ScreenLine]) -> Option<OwnScreen> {
        let reported = self.reported.as_ref();
        reported.and_then(|reported| reported.inspect(lang, screen)).or_else(|| {
            let findings = reported.map_or(&[][..], |reported| &reported.findings);
            guide_ways::screen(lang, (screen.id, example), findings, &self.ways)
        })
    }

    /// Whether the request's machine shows this screen at the screen's step.
    pub(super) fn is_reported(&self, screen: &Screen) -> bool {
        self.reported.as_ref().is_some_and(|reported| reported.is_shown(screen))
    }

    /// Says why the name of the next request isn't known; `None` where the caller goes on with this request.
    pub(super) fn name_remark(&self) -> Option<GuideRemark> {
        name_remark(self.attempt().reason(), &self.ways)
    }

    /// What helps the request's machine at a step.
    pub(super) fn help(&self, lang: Lang, step: StepName) -> Markup {
        let attempt = self.attempt();
        html! {
            @match step {
                StepName::Fix => {
                    @for finding in attempt.findings().iter().filter(|finding| finding.verdict != Verdict::Ok) {
                        p { b { (FieldLine::from(finding.field).say(lang)) } " " code { (finding.code().unwrap_or_default()) } }
                    }
                    (ways(lang, &self.ways))
                }
                StepName::Request => p { b {
                    @if let Some(remark) = self.name_remark() { (remark.say(lang)) }
                    @else { (StepNameSentence::RequestName { name: &attempt.name }.say(lang)) }
                } },
                StepName::Code => @if let Some(lines) = &self.details.code { (read_out(lang, 1, lines)) },
                _ => {}
            }
        }
    }
}

/// Why the caller's next request has another name than the one refused for this reason. The name follows from the profile, the values and
/// the random part of a request.
fn name_remark(reason: Option<Reason>, ways: &[PlannedWay]) -> Option<GuideRemark> {
    match reason {
        _ if !ways.is_empty() => Some(GuideRemark::NameAfterRepair),
        Some(Reason::RequestSpent | Reason::ProfileUnknown | Reason::ProfileRetired) => {
            Some(GuideRemark::NameOfNext)
        }
        _ => None,
    }
}

/// What the request's machine reports about itself.
struct Reported {
    head: Head,
    /// The findings with the verdicts of the machine itself. The desk knows what kind of value it is where it has the same verdict.
    findings: Vec<Finding>,
}

impl Reported {
    fn of(attempt: &Attempt) -> Option<Self> {
        let head = attempt.incoming_request()?.head().clone();
        let own = |(finding, verdict): (Finding, Verdict)| Finding {
            verdict,
            kind: finding.kind.filter(|_| finding.verdict == verdict),
            ..finding
        };
        let findings = attempt.findings().into_iter().zip(head.verdicts).map(own).collect();
        Some(Self { head, findings })
    }

    /// The screen that the machine shows at a step, by its own verdicts; `None` where the request doesn't report it.
    fn screen(&self, step: StepName) -> Option<ScreenKind> {
        match step {
            StepName::Inspect => Some(ScreenKind::of_inspect(self.head.verdicts, self.head.origins)),
            StepName::Route => Some(ScreenKind::of_route(self.head.verdicts)),
            StepName::Welcome
            | StepName::Fix
            | StepName::Request
            | StepName::Code
            | StepName::Keep
            | StepName::Done => None,
        }
    }

    /// Whether the machine shows this screen at the screen's step.
    fn is_shown(&self, screen: &Screen) -> bool {
        StepName::from_number(screen.step).and_then(|step| self.screen(step)) == Some(screen.id)
    }

    /// The values of the machine and its headline as this screen of step Inspect shows them, with the machine's own verdicts, which may
    /// differ from the desk's. `None` if the screen doesn't show them: it has no values, the machine shows another screen, or the request
    /// has replacements for some of the values.
    fn inspect(&self, lang: Lang, screen: &Screen) -> Option<OwnScreen> {
        let replaced = self.head.origins.iter().any(|origin| origin.is_chosen());
        if replaced || self.screen(StepName::Inspect) != Some(screen.id) {
            return None;
        }
        let mut lines: Vec<ScreenLine> =
            self.findings.iter().map(|finding| value_line(lang, finding)).collect();
        let told_by = lines.len();
        lines.push(ScreenLine::new(LineKind::Text, review::headline_of(lang, self.head.verdicts)));
        Some(OwnScreen { lines, told_by, remark: Some(GuideRemark::LeftOut) })
    }
}

fn value_line(lang: Lang, finding: &Finding) -> ScreenLine {
    ScreenLine {
        more: shown_value(lang, finding).to_owned(),
        mark: Some(Mark::of(finding)),
        verdict: finding.code().unwrap_or_else(|| review::verdict_word(lang, Verdict::Ok).to_owned()),
        ..ScreenLine::new(LineKind::Field, FieldLine::from(finding.field).say(lang))
    }
}

#[cfg(test)]
mod tests;
