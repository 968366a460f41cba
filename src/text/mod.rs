//! Every sentence a person reads, Chinese and English, each refusal beside its cure.
//!
//! An area (`review`, `remedy`, `refusal`, `wizard`, `command`, `desk`) declares its lines as an enum
//! with the `lines!` macro; `en/AREA.rs` and `zh/AREA.rs` hold one exhaustive `match` each, so that a
//! line without words in one language does not compile. Placeholders are `{name}`; a test checks that
//! both languages use the same ones. Never here: deciding which line to say.

pub mod en;
pub mod zh;

pub use crate::lang::Lang;

/// A line of text that exists in every language.
pub trait Line: Copy + std::fmt::Debug + 'static {
    /// Every line of this area.
    const ALL: &'static [Self];
    /// Its English words.
    fn en(self) -> &'static str;
    /// Its Chinese words.
    fn zh(self) -> &'static str;

    /// Its words in that language.
    fn say(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en(),
            Lang::Zh => self.zh(),
        }
    }

    /// Its words with each `{name}` replaced.
    fn fill(self, lang: Lang, with: &[(&str, &str)]) -> String {
        fill(self.say(lang), with)
    }
}

/// A text with each `{name}` replaced; values are never looked into for more.
#[must_use]
pub fn fill(template: &str, with: &[(&str, &str)]) -> String {
    let mut rest = template;
    let mut out = String::with_capacity(rest.len() + 32);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        out.push_str(before);
        match with.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[before.len()..rest.len() - behind.len()]),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// Declares the lines of one area: `lines! { /// doc  pub enum Name in area { A, B } }`.
macro_rules! lines {
    ($(#[$doc:meta])* pub enum $name:ident in $area:ident { $($(#[$line_doc:meta])* $line:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the words themselves stand in en/ and zh/")]
        pub enum $name { $($(#[$line_doc])* $line),* }

        impl $crate::text::Line for $name {
            const ALL: &'static [Self] = &[$(Self::$line),*];
            fn en(self) -> &'static str { $crate::text::en::$area(self) }
            fn zh(self) -> &'static str { $crate::text::zh::$area(self) }
        }
    };
}

mod action;
mod admin;
pub mod case;
mod command;
mod desk;
mod fact;
mod fault;
mod field;
mod help;
mod keep;
pub mod ledger;
pub mod office;
pub mod phone;
mod plain;
pub mod platform;
pub mod remedy;
pub mod review;
mod said;
pub mod spelling;
mod step;

#[cfg(test)]
mod tests;

pub use action::ActionLine;
pub use admin::AdminLine;
pub use case::CaseLine;
pub use command::CommandLine;
pub use desk::DeskLine;
pub use fact::FactLine;
pub use fault::Fault;
pub use field::FieldLine;
pub use help::HelpLine;
pub use keep::KeepLine;
pub use ledger::LedgerLine;
pub use office::OfficeLine;
pub use phone::PhoneLine;
pub use plain::PlainLine;
pub use remedy::RemedyLine;
pub use review::ReviewLine;
pub use said::{
    code_fault, code_fault_parts, facts, keep_cure, keep_said, keep_what, labelled, status_headline,
    status_lines, trouble,
};
pub use step::StepLine;
