//! The mails of a case: first answer, progress, closing.
//!
//! This module turns the facts of a case into a mail for its customer. It is pure: the same facts give the
//! same mail. The mail has only what the customer may know: no codes, no internal notes, and no reasons that
//! operators gave for their acts. It never uses the store or the clock, and never sends.

mod address;
mod analysis;
mod changes;
mod facts;
mod message;
mod outcome;
mod steps;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use crate::local_time::LocalTime;
use crate::text::{MailLine as L, MailSentence as S};
use countersign_core::text::{Lang, Line as _, join_sentences, labelled};
use countersign_ledger::{AttemptOutcome, CaseHistory, CaseOutcome, NoteAudience};

pub use address::MailAddress;
pub use facts::MailFacts;

/// The kind of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailKind {
    /// The first answer: the analysis, and what the customer can do.
    First,
    /// The progress: what was done, the result so far, and what comes next.
    Progress,
    /// The closing: what was done, and the summary of the case.
    Closing,
}

impl MailKind {
    /// All kinds, in the order of a case.
    pub const ALL: [Self; 3] = [Self::First, Self::Progress, Self::Closing];

    /// Returns the stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Progress => "progress",
            Self::Closing => "closing",
        }
    }

    /// Returns the kind with the given name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns the kind that fits the state of a case: the first answer while there are only refusals.
    #[must_use]
    pub fn suggested(history: &CaseHistory) -> Self {
        let told = history.notes.iter().any(|note| note.audience == NoteAudience::Customer);
        let issued =
            history.attempts.iter().any(|attempt| matches!(attempt.outcome, AttemptOutcome::Issued(_)));
        if history.case.closed.is_some() {
            Self::Closing
        } else if told || issued || !history.actions.is_empty() {
            Self::Progress
        } else {
            Self::First
        }
    }
}

/// The settings for mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// The time zone of the times.
    pub zone: LocalTime,
    /// The signature in place of the product's name; `{operator}` in it is replaced by the operator's name.
    pub signature: Option<String>,
    /// The sender's address.
    pub from: Option<MailAddress>,
}

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The name that distinguishes it from the case's other mails, as a part of file names:
    /// `CAS-000001-closing-zh`.
    pub name: String,
    /// The sender's name: the product's support.
    pub sender: String,
    /// The subject, without line breaks.
    pub subject: String,
    /// The recipients: the valid addresses of the customer.
    pub to: Vec<MailAddress>,
    lang: Lang,
    /// The salutation and the first sentence.
    greeting: Vec<String>,
    sections: Vec<Section>,
    /// What to do if the problem comes back, thanks, and the time zone of the times.
    ending: Vec<String>,
    signature: Vec<String>,
}

/// A section of a mail with its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Section {
    heading: &'static str,
    blocks: Vec<Block>,
}

/// A block of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    /// A paragraph.
    Paragraph(String),
    /// Numbered items.
    Numbered(Vec<String>),
    /// Items with names of their own. Further lines of an item are indented.
    Items(Vec<String>),
}

impl Mail {
    /// Returns the text of the mail.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.greeting {
            let _ = write!(text, "{line}\n\n");
        }
        for section in &self.sections {
            let _ = writeln!(text, "{}", section.heading);
            for block in &section.blocks {
                block.write(&mut text);
            }
            text.push('\n');
        }
        for line in &self.ending {
            let _ = write!(text, "{line}\n\n");
        }
        for line in &self.signature {
            let _ = writeln!(text, "{line}");
        }
        match self.lang {
            // The texts for screens use corner brackets as quotes, because they are as wide as the characters
            // beside them. Mails use curved quotes.
            Lang::Zh => text.replace('「', "“").replace('」', "”"),
            Lang::En => text,
        }
    }
}

impl Block {
    fn write(&self, text: &mut String) {
        match self {
            Self::Paragraph(paragraph) => {
                let _ = writeln!(text, "{paragraph}");
            }
            Self::Numbered(items) => {
                for (number, item) in (1..).zip(items) {
                    let _ = writeln!(text, "{number}. {}", item.replace('\n', "\n   "));
                }
            }
            Self::Items(items) => {
                for item in items {
                    let _ = writeln!(text, "{}", item.replace('\n', "\n   "));
                }
            }
        }
    }
}

/// Writes a mail of the given kind. `operator` signs it.
#[must_use]
pub fn write(
    lang: Lang,
    kind: MailKind,
    facts: &MailFacts<'_>,
    settings: &MailSettings,
    operator: &str,
) -> Mail {
    let writer = Writer { lang, facts, zone: &settings.zone };
    Mail {
        name: format!("{}-{}-{}", facts.case(), kind.name(), lang.tag()),
        sender: S::SignatureDesk { product: &facts.product() }.say(lang),
        subject: writer.subject(kind),
        to: facts.addresses(),
        lang,
        greeting: vec![writer.salutation(), writer.introduction(kind)],
        sections: writer.sections(kind),
        ending: writer.ending(kind),
        signature: writer.signature(settings, operator),
    }
}

/// The input for all parts of a mail.
#[derive(Clone, Copy)]
struct Writer<'a> {
    lang: Lang,
    facts: &'a MailFacts<'a>,
    zone: &'a LocalTime,
}

impl Writer<'_> {
    fn subject(&self, kind: MailKind) -> String {
        let about = match kind {
            MailKind::First => L::AboutFirst,
            MailKind::Progress => L::AboutProgress,
            MailKind::Closing => L::AboutClosing,
        };
        let (about, product) = (&about.say(self.lang), &self.facts.product());
        let (tag, case) = (&self.facts.tag(), &self.facts.case());
        match self.facts.ticket() {
            Some(_) => S::SubjectWithCase { tag, product, about, case }.say(self.lang),
            None => S::Subject { tag, product, about }.say(self.lang),
        }
    }

    fn salutation(&self) -> String {
        match (self.facts.contact(), self.facts.organisation()) {
            (Some(name), _) => S::DearContact { name: &name }.say(self.lang),
            (None, Some(name)) => S::DearOrganisation { name: &name }.say(self.lang),
            (None, None) => L::DearCustomer.say(self.lang).to_owned(),
        }
    }

    fn introduction(&self, kind: MailKind) -> String {
        let product = &self.facts.product();
        let case = &self.facts.case();
        let reference = match self.facts.ticket() {
            Some(ticket) => S::Reference { ticket: &ticket, case }.say(self.lang),
            None => S::ReferenceCase { case }.say(self.lang),
        };
        let reference = &reference;
        let sentence = match (kind, self.facts.history.outcome()) {
            (MailKind::First, _) => S::IntroFirst { product, reference },
            (MailKind::Progress, _) | (_, CaseOutcome::Open { .. }) => {
                S::IntroProgress { product, reference }
            }
            (MailKind::Closing, CaseOutcome::Solved { .. } | CaseOutcome::AllSolved) => {
                S::IntroSolved { product, reference }
            }
            (MailKind::Closing, CaseOutcome::ByOperator { .. }) => S::IntroClosed { product, reference },
        };
        sentence.say(self.lang)
    }

    fn sections(&self, kind: MailKind) -> Vec<Section> {
        let section = |heading: L, blocks| Section { heading: heading.say(self.lang), blocks };
        let mut sections = vec![
            section(L::HeadProblem, vec![Block::Paragraph(self.problem())]),
            section(L::HeadScope, self.scope()),
            section(L::HeadAnalysis, self.analysis()),
        ];
        let mut done = vec![Block::Numbered(self.steps())];
        let next = self.next_steps();
        match kind {
            MailKind::First => {
                if !next.is_empty() {
                    sections.push(section(L::HeadWhatToDo, next));
                }
                done.push(Block::Paragraph(self.result()));
                sections.push(section(L::HeadProgress, done));
            }
            MailKind::Progress => {
                sections.push(section(L::HeadDone, done));
                sections.push(section(L::HeadResult, vec![Block::Paragraph(self.result())]));
                if !next.is_empty() {
                    sections.push(section(L::HeadNext, next));
                }
            }
            MailKind::Closing => {
                sections.push(section(L::HeadDone, done));
                sections.push(section(L::HeadSummary, vec![Block::Items(self.summary())]));
            }
        }
        sections
    }

    /// Returns the summary of the case: problem, outcome, archive.
    fn summary(&self) -> Vec<String> {
        let (case, lang) = (&self.facts.case(), self.lang);
        let filed = match &self.facts.history.case.closed {
            Some(closed) => S::Archived { case, at: &self.zone.moment(lang, closed.at) }.say(lang),
            None => S::NotArchived { case }.say(lang),
        };
        vec![
            labelled(lang, L::SumProblem.say(lang), &self.problem_in_short()),
            labelled(lang, L::SumResult.say(lang), &self.result()),
            labelled(lang, L::SumArchive.say(lang), &filed),
        ]
    }

    fn ending(&self, kind: MailKind) -> Vec<String> {
        let (tag, lang) = (&self.facts.tag(), self.lang);
        let hotline = self.facts.hotline();
        let call = match (kind, &hotline) {
            (MailKind::Closing, Some(hotline)) => S::AgainCall { hotline, tag },
            (MailKind::Closing, None) => S::AgainReply { tag },
            (_, Some(hotline)) => S::HelpCall { hotline, tag },
            (_, None) => S::HelpReply { tag },
        };
        let zone = self.zone.name(lang, self.facts.moments());
        vec![call.say(lang), S::Times { zone: &zone }.say(lang), L::Farewell.say(lang).to_owned()]
    }

    fn signature(&self, settings: &MailSettings, operator: &str) -> Vec<String> {
        let mut lines: Vec<String> = match &settings.signature {
            Some(text) => text.replace("{operator}", operator).lines().map(facts::plain).collect(),
            None => vec![S::SignatureDesk { product: &self.facts.product() }.say(self.lang)],
        };
        if let Some(hotline) = self.facts.hotline() {
            lines.push(S::SignatureHotline { hotline: &hotline }.say(self.lang));
        }
        lines
    }

    /// Joins sentences to one paragraph.
    fn paragraph(&self, sentences: &[String]) -> String {
        let join = |all: String, one: &String| {
            if all.is_empty() { one.clone() } else { join_sentences(self.lang, &all, one) }
        };
        sentences.iter().fold(String::new(), join)
    }

    /// Returns a value in the quotes of the language; a word for an empty value.
    fn quoted(&self, value: &str) -> String {
        match self.lang {
            _ if value.is_empty() => L::Empty.say(self.lang).to_owned(),
            Lang::Zh => format!("「{value}」"),
            Lang::En => format!("\"{value}\""),
        }
    }
}
