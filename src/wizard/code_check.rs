//! Checks a typed code against what this device knows, and tells why it fails.
//!
//! `protocol` reads the lines and verifies them. This file supplies what is known here: a code for any open request is
//! accepted; a code for an earlier machine or for the kept license is refused by name.

use countersign_core::profile::Profile;
use countersign_core::protocol::binding::{Binding, Way};
use countersign_core::protocol::license::{
    Diagnosis, OtherTerms, Search, SearchProgress, TypedLines, Validity, day_of, diagnose,
};
use countersign_core::protocol::{Code, Given, Mask, Terms, given};
use countersign_core::review::Verdict;
use countersign_keep::{Activation, ActivationInput, AnchorMarkers, OpenRequest};

use super::code_fault::{CodeFault, CodeTarget, InsteadOfCode};
use super::facts::Facts;

/// The result of a check.
#[derive(Debug, Clone)]
pub enum CheckResult {
    /// The code is verified.
    Accepted {
        /// The activation to keep.
        activation: Box<Activation>,
        /// The clock is before the issued day (`CLOCK-BEHIND`, a warning).
        clock_behind: bool,
        /// The lines that were mended.
        mended: Vec<MendedLine>,
    },
    /// The code is refused.
    Refused(CodeFault),
}

/// A line of a code that was typed with errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MendedLine {
    /// Its number, 1–7.
    pub number: u8,
    /// The line that was meant, 20 characters.
    pub meant: String,
}

/// The lines of the code in a text, or what is given instead. A line that was not found is empty.
///
/// # Errors
/// [`CodeFault::Instead`], [`CodeFault::NotInFile`].
pub fn lines_in(text: &str, mask: &Mask) -> Result<[String; 7], CodeFault> {
    match given(text, Some(mask)) {
        Given::Code(lines) => Ok(lines),
        Given::Refusal(code) => Err(CodeFault::Instead(InsteadOfCode::Refusal(code))),
        Given::Request(name) => Err(CodeFault::Instead(InsteadOfCode::Request(name))),
        Given::Receipt(_) => Err(CodeFault::Instead(InsteadOfCode::Receipt)),
        Given::Number(_) => Err(CodeFault::Instead(InsteadOfCode::Number)),
        Given::Unknown => Err(CodeFault::NotInFile),
    }
}

/// What a code is checked against. It is a copy, because a search runs on another thread than the session.
#[derive(Debug, Clone)]
pub struct CheckContext {
    /// The product.
    pub profile: Profile,
    /// The open requests, oldest first.
    pub requests: Vec<CheckedRequest>,
    /// The markers of the machine's anchors, which the record keeps.
    pub anchors: AnchorMarkers,
    /// The kept activation.
    pub kept_activation: Option<Activation>,
    /// Now, in seconds since 1970-01-01 UTC.
    pub now: i64,
}

/// An open request, and the binding of the machine as it is now, in the way of that request.
#[derive(Debug, Clone)]
pub struct CheckedRequest {
    /// The request.
    pub open: OpenRequest,
    /// The binding that a code for it must be signed for.
    pub binding: Binding,
}

impl CheckContext {
    /// What this device knows. `way` is the way of the session, which is used for requests that don't hold theirs.
    #[must_use]
    pub fn new(profile: &Profile, facts: &Facts, way: &Way) -> Self {
        let checked = |open: &OpenRequest| CheckedRequest {
            binding: facts.binding(&facts.way_of_request(open).unwrap_or_else(|| way.clone())),
            open: open.clone(),
        };
        Self {
            profile: profile.clone(),
            requests: facts.open_requests.iter().map(checked).collect(),
            anchors: facts.anchors(),
            kept_activation: facts.kept_activation.clone(),
            now: facts.machine.clock.now,
        }
    }
}

/// What a code may be for.
#[derive(Debug, Clone)]
enum Candidate {
    /// An open request of this machine as it is now, by its index.
    Here(usize),
    /// Something else.
    Other(CodeTarget),
}

/// The checks between two looks at the cancel flag of a search: about 10 ms.
const SLICE: u32 = 200;

/// The result of a first check.
#[derive(Debug, Clone)]
pub enum FirstCheck {
    /// The check is done.
    Done(CheckResult),
    /// Only a search for typing errors can tell.
    Search(Box<CodeSearch>),
}

/// A search for typing errors: tries likely readings of the lines against the signature.
#[derive(Debug, Clone)]
pub struct CodeSearch {
    context: CheckContext,
    search: Search,
    /// The number of checks to do at the start.
    total: u32,
    /// The fault if nothing is found.
    fallback: CodeFault,
}

/// Checks seven typed lines. If they can't be read, or were mended and don't verify, a bounded search may find the code.
#[must_use]
pub fn start_check(lines: &[String; 7], context: CheckContext) -> FirstCheck {
    let result = match TypedLines::read(lines).assemble() {
        Ok((code, mended)) => judge(&code, &mended, &context),
        Err(unread) => CheckResult::Refused(CodeFault::UnreadableLines(unread)),
    };
    match result {
        CheckResult::Refused(fallback @ (CodeFault::UnreadableLines(_) | CodeFault::DoubtfulLines(_))) => {
            match Search::new(lines, &context.profile.keys, &open_terms(&context)) {
                Ok(search) => {
                    let total = search.left();
                    FirstCheck::Search(Box::new(CodeSearch { context, search, total, fallback }))
                }
                Err(_) => FirstCheck::Done(CheckResult::Refused(fallback)),
            }
        }
        result => FirstCheck::Done(result),
    }
}

impl CodeSearch {
    /// Searches to the end, about a second at most. Returns `None` if it was cancelled. `progress` gets the part that is
    /// done, in percent, whenever that changes.
    pub fn run(
        mut self: Box<Self>,
        cancelled: impl Fn() -> bool,
        mut progress: impl FnMut(u32),
    ) -> Option<CheckResult> {
        let mut last = self.percent();
        while !cancelled() {
            match self.search.step(SLICE) {
                SearchProgress::Found(found) => {
                    return Some(judge(&found.code, &found.mended, &self.context));
                }
                SearchProgress::NotFound => return Some(CheckResult::Refused(self.fallback)),
                SearchProgress::Going { .. } => {}
            }
            let percent = self.percent();
            if percent != last {
                last = percent;
                progress(percent);
            }
        }
        None
    }

    /// The fault if nothing is found.
    #[must_use]
    pub const fn fallback(&self) -> &CodeFault {
        &self.fallback
    }

    /// The part that is done, in percent: a multiple of ten, so that the screen changes ten times at most.
    fn percent(&self) -> u32 {
        100 - 10 * (self.search.left() * 10).div_ceil(self.total.max(1)).min(10)
    }
}

/// Checks seven lines and searches to the end, which takes about a second at most.
#[must_use]
pub fn check_code(lines: &[String; 7], context: CheckContext) -> CheckResult {
    match start_check(lines, context) {
        FirstCheck::Done(result) => result,
        FirstCheck::Search(search) => {
            let fallback = search.fallback().clone();
            search.run(|| false, |_| {}).unwrap_or(CheckResult::Refused(fallback))
        }
    }
}

/// The terms of this machine for each open request, newest first. A code for any of them is accepted.
fn open_terms(context: &CheckContext) -> Vec<Terms> {
    context.requests.iter().rev().map(|request| request.terms(&context.profile.product)).collect()
}

impl CheckedRequest {
    fn terms(&self, product: &str) -> Terms {
        self.binding.terms(product, self.open.number, self.open.nonce)
    }
}

/// Judges a code that could be read; `mended` are its mended lines (1–7).
fn judge(code: &Code, mended: &[u8], context: &CheckContext) -> CheckResult {
    let product = &context.profile.product;
    let Some((current, earlier)) = context.requests.split_last() else {
        return CheckResult::Refused(CodeFault::NotForThisRequest { name: String::new() });
    };
    let name = name_of(&current.open);
    let known: Vec<_> = earlier
        .iter()
        .enumerate()
        .rev()
        .map(|(at, request)| OtherTerms { label: Candidate::Here(at), terms: request.terms(product) })
        .chain(other_targets(context))
        .collect();
    let today = day_of(context.now);
    let refused = CheckResult::Refused;
    match diagnose(code, &context.profile.keys, &current.terms(product), &known, mended, today) {
        Diagnosis::Accepted { clock_behind, .. } => accept(code, current, clock_behind, mended, context),
        Diagnosis::ForOtherTerms { label: Candidate::Here(at), claims } => match claims.validity(today) {
            Validity::Expired(day) => refused(CodeFault::Expired(day)),
            standing => {
                let request = earlier.get(at).unwrap_or(current);
                accept(code, request, standing == Validity::ClockBehind, mended, context)
            }
        },
        Diagnosis::ForOtherTerms { label: Candidate::Other(target), .. } => {
            refused(CodeFault::ForOther { target, name })
        }
        Diagnosis::Expired(day) => refused(CodeFault::Expired(day)),
        Diagnosis::UnknownKey(key) => refused(CodeFault::UnknownKey(key)),
        Diagnosis::UnknownFormat => refused(CodeFault::UnknownForm),
        Diagnosis::WrongTerms => refused(CodeFault::NotForThisRequest { name }),
        Diagnosis::CheckLines(lines) => refused(CodeFault::DoubtfulLines(lines)),
    }
}

/// Requests made when the machine had other values or could be read, and the license kept here.
fn other_targets(context: &CheckContext) -> impl Iterator<Item = OtherTerms<Candidate>> {
    let product = &context.profile.product;
    let requests = context.requests.iter().rev().map(move |request| {
        let unread = request.binding.verdicts.contains(&Verdict::Unreadable);
        let target = if unread { CodeTarget::UnreadMachine } else { CodeTarget::EarlierRequest };
        OtherTerms {
            label: Candidate::Other(target(name_of(&request.open))),
            terms: request.open.terms(product),
        }
    });
    let kept = context.kept_activation.as_ref().map(|kept| OtherTerms {
        label: Candidate::Other(CodeTarget::KeptLicense(context.profile.mask.shown(kept.number_packed))),
        terms: kept.terms(),
    });
    requests.chain(kept)
}

/// The activation of a verified code. [`Activation::accept`] verifies the code once more.
fn accept(
    code: &Code,
    request: &CheckedRequest,
    clock_behind: bool,
    mended: &[u8],
    context: &CheckContext,
) -> CheckResult {
    let input = ActivationInput {
        code,
        product: &context.profile.product,
        number: request.open.number,
        nonce: request.open.nonce,
        secret: request.open.secret.clone(),
        binding: &request.binding,
        anchors: context.anchors,
        profile_id: context.profile.id,
        now: context.now,
    };
    match Activation::accept(input, &context.profile.keys) {
        Ok((activation, _)) => {
            let lines = code.lines();
            let meant = |number: &u8| lines.get(usize::from(*number).checked_sub(1)?).cloned();
            let mended = mended
                .iter()
                .filter_map(|number| Some(MendedLine { number: *number, meant: meant(number)? }));
            CheckResult::Accepted { activation: Box::new(activation), clock_behind, mended: mended.collect() }
        }
        Err(_) => CheckResult::Refused(CodeFault::NotForThisRequest { name: name_of(&request.open) }),
    }
}

/// The short name of an open request; empty if its bytes can't be read.
fn name_of(open: &OpenRequest) -> String {
    open.request().map_or_else(String::new, |request| request.name().to_string())
}
