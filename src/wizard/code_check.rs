//! Checks a typed code against what the wizard knows, and says why it fails.
//!
//! `protocol` reads the lines, verifies and diagnoses; here stands what "known" means on a device: the
//! open requests, which are accepted too, and earlier machines and licenses, which are named.

use countersign_core::profile::Profile;
use countersign_core::protocol::binding::Binding;
use countersign_core::protocol::license::{
    Day, Diagnosis, Known, Progress, Search, Standing, Typed, day_of, diagnose,
};
use countersign_core::protocol::{Code, KeyId, Terms};
use countersign_keep::{Acceptance, Activation, OpenRequest};

/// What a check came to.
#[derive(Debug, Clone)]
pub enum CheckResult {
    /// Verified: the activation to keep, and whether the clock stands before the issued day.
    Accepted {
        /// What to keep.
        activation: Box<Activation>,
        /// `CLOCK-BEHIND`, a warning.
        clock_behind: bool,
        /// The lines (1–7) that were not typed as they should be, and were put right.
        mended: Vec<u8>,
    },
    /// Not accepted, and why.
    Refused(CodeFault),
}

/// Why a code is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeFault {
    /// These lines (1–7) can't be read.
    UnreadableLines(Vec<u8>),
    /// Read, but not verified, and these lines were mended: they are doubtful.
    DoubtfulLines(Vec<u8>),
    /// Typed correctly, but not for this machine, number and request.
    NotForThisRequest {
        /// The open request's name.
        name: String,
    },
    /// Genuine, but for something else that is known here.
    ForOther {
        /// For what.
        target: CodeTarget,
        /// The open request's name.
        name: String,
    },
    /// Signed with a key this profile doesn't pin.
    UnknownKey(KeyId),
    /// The license's last day is past.
    Expired(Day),
    /// Not a code of a known form.
    UnknownForm,
    /// A file held no code.
    NotInFile,
}

/// What a code that isn't for this request turned out to be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeTarget {
    /// An earlier request made here, by its name, when the machine said something else.
    EarlierRequest(String),
    /// The license that was kept on this machine, by its number, before the machine changed.
    KeptLicense(String),
}

impl CodeFault {
    /// The first line to look at again.
    #[must_use]
    pub fn first_line(&self) -> Option<u8> {
        match self {
            Self::UnreadableLines(lines) | Self::DoubtfulLines(lines) => lines.first().copied(),
            Self::UnknownKey(_) | Self::UnknownForm => Some(1),
            Self::NotForThisRequest { .. } | Self::ForOther { .. } | Self::Expired(_) | Self::NotInFile => {
                None
            }
        }
    }
}

/// What a code is checked against.
#[derive(Debug)]
pub struct CheckContext<'a> {
    /// The product.
    pub profile: &'a Profile,
    /// The machine's binding with the values declared now.
    pub binding: &'a Binding,
    /// What firmware says for the three values.
    pub firmware: [String; 3],
    /// The open requests, the newest last.
    pub open: &'a [OpenRequest],
    /// The license that is kept here, if one is.
    pub kept: Option<&'a Activation>,
    /// Now, in seconds since 1970-01-01 UTC.
    pub now: i64,
}

/// Something a code may turn out to be for.
#[derive(Debug, Clone)]
enum Candidate {
    /// This machine as it is, in answer to that open request: good.
    Here(Terms),
    /// Something else.
    Other(CodeTarget),
}

/// How much of a search one message does, in checks: some 10 ms, so that a key never waits long.
const SLICE: u32 = 200;

/// Where a check stands.
#[derive(Debug, Clone)]
pub enum CheckProgress {
    /// It is known.
    Done(CheckResult),
    /// What the lines may have been meant to be is being searched.
    Searching(Box<CodeSearch>),
}

/// The search for what badly typed lines were meant to be, a slice at a time.
#[derive(Debug, Clone)]
pub struct CodeSearch {
    search: Search,
    /// What there was to do at the beginning, in checks.
    all: u32,
    /// What to say where nothing is found.
    fallback: CodeFault,
}

/// Checks seven typed lines. Where they can't be read, or were mended and don't verify, the signature is
/// the judge of what they may have been meant to be: a bounded number of likely readings is to be tried.
#[must_use]
pub fn start_check(lines: &[String; 7], against: &CheckContext<'_>) -> CheckProgress {
    let checked = match Typed::read(lines).assemble() {
        Ok((code, mended)) => judge(&code, &mended, against),
        Err(unread) => CheckResult::Refused(CodeFault::UnreadableLines(unread)),
    };
    match checked {
        CheckResult::Refused(fallback @ (CodeFault::UnreadableLines(_) | CodeFault::DoubtfulLines(_))) => {
            match Search::new(lines, &against.profile.keys, &open_terms(against)) {
                Ok(search) => {
                    CheckProgress::Searching(Box::new(CodeSearch { all: search.left(), search, fallback }))
                }
                Err(_) => CheckProgress::Done(CheckResult::Refused(fallback)),
            }
        }
        checked => CheckProgress::Done(checked),
    }
}

impl CodeSearch {
    /// Searches on for a slice.
    #[must_use]
    pub fn advance(mut self: Box<Self>, against: &CheckContext<'_>) -> CheckProgress {
        match self.search.step(SLICE) {
            Progress::Found(found) => CheckProgress::Done(judge(&found.code, &found.mended, against)),
            Progress::Going { .. } => CheckProgress::Searching(self),
            Progress::NotFound => CheckProgress::Done(CheckResult::Refused(self.fallback)),
        }
    }

    /// What to say of the lines where it is given up.
    #[must_use]
    pub fn fallback(self) -> CodeFault {
        self.fallback
    }

    /// How much of it is done, in percent: a multiple of ten, so that a screen changes ten times.
    #[must_use]
    pub fn percent(&self) -> u32 {
        100 - 10 * (self.search.left() * 10).div_ceil(self.all.max(1)).min(10)
    }
}

/// The same to its end, at most a second or so.
#[must_use]
pub fn check_code(lines: &[String; 7], against: &CheckContext<'_>) -> CheckResult {
    let mut progress = start_check(lines, against);
    loop {
        match progress {
            CheckProgress::Done(checked) => return checked,
            CheckProgress::Searching(search) => progress = search.advance(against),
        }
    }
}

/// The terms of this machine for each open request, the newest first: a code for any of them is good.
#[must_use]
pub fn open_terms(against: &CheckContext<'_>) -> Vec<Terms> {
    let terms = |open: &OpenRequest| Terms {
        product: against.profile.product.clone(),
        number: open.number,
        nonce: open.nonce,
        marker2: against.binding.marker2,
        marker3: Some(against.binding.marker3),
    };
    against.open.iter().rev().map(terms).collect()
}

/// Judges a code that was read.
#[must_use]
pub fn judge(code: &Code, mended: &[u8], against: &CheckContext<'_>) -> CheckResult {
    let name = against.open.last().map_or_else(String::new, name_of);
    let here = open_terms(against);
    let Some((current, rest)) = here.split_first() else {
        return CheckResult::Refused(CodeFault::NotForThisRequest { name });
    };
    let known: Vec<_> = rest
        .iter()
        .map(|terms| Known { label: Candidate::Here(terms.clone()), terms: terms.clone() })
        .chain(others(against))
        .collect();
    let today = day_of(against.now);
    let refused = |fault| CheckResult::Refused(fault);
    match diagnose(code, &against.profile.keys, current, &known, mended, today) {
        Diagnosis::Accepted { clock_behind, .. } => accept(code, current, clock_behind, mended, against),
        Diagnosis::ForEarlier { label: Candidate::Here(terms), claims } => match claims.standing(today) {
            Standing::Expired(day) => refused(CodeFault::Expired(day)),
            standing => accept(code, &terms, standing == Standing::ClockBehind, mended, against),
        },
        Diagnosis::ForEarlier { label: Candidate::Other(target), .. } => {
            refused(CodeFault::ForOther { target, name })
        }
        Diagnosis::Expired(day) => refused(CodeFault::Expired(day)),
        Diagnosis::UnknownKey(key) => refused(CodeFault::UnknownKey(key)),
        Diagnosis::UnknownFormat => refused(CodeFault::UnknownForm),
        Diagnosis::NotForThis => refused(CodeFault::NotForThisRequest { name }),
        Diagnosis::LookAgain(lines) => refused(CodeFault::DoubtfulLines(lines)),
    }
}

/// Earlier machines' requests and the license kept here.
fn others<'a>(against: &'a CheckContext<'_>) -> impl Iterator<Item = Known<Candidate>> + 'a {
    let product = &against.profile.product;
    let requests = against.open.iter().rev().map(move |open| Known {
        label: Candidate::Other(CodeTarget::EarlierRequest(name_of(open))),
        terms: open.terms(product),
    });
    let kept = against.kept.map(|kept| Known {
        label: Candidate::Other(CodeTarget::KeptLicense(kept.number.clone())),
        terms: kept.terms(),
    });
    requests.chain(kept)
}

/// The record of a verified code. It verifies once more: nothing is kept that wasn't.
fn accept(
    code: &Code,
    terms: &Terms,
    clock_behind: bool,
    mended: &[u8],
    against: &CheckContext<'_>,
) -> CheckResult {
    let (binding, firmware) = (against.binding, &against.firmware);
    let values = &binding.values;
    let refused = || CheckResult::Refused(CodeFault::NotForThisRequest { name: String::new() });
    let Some(number) = against.profile.mask.unpack(terms.number) else { return refused() };
    let acceptance = Acceptance {
        code,
        terms,
        number: &number,
        values: [&values.manufacturer, &values.model, &values.serial],
        firmware: binding.declared().then(|| firmware.each_ref().map(String::as_str)),
        profile_version: against.profile.version,
        now: against.now,
    };
    match Activation::accept(&acceptance, &against.profile.keys) {
        Ok((activation, _)) => {
            CheckResult::Accepted { activation: Box::new(activation), clock_behind, mended: mended.to_vec() }
        }
        Err(_) => refused(),
    }
}

/// The short name of an open request, where it is known.
fn name_of(open: &OpenRequest) -> String {
    open.request().map_or_else(String::new, |request| request.name().to_string())
}
