//! 1 WELCOME: the license number, or the saved session, or the list of products.

use crate::page::{Block, Choice, Tone};
use crate::text::{CommandSentence, PlainLine, PlainSentence, StepLine as L, StepSentence, profile_fault};
use crate::wizard::welcome::{InsteadOfNumber, NumberEntry, NumberFault, WelcomeStep};
use crate::wizard::{ListedProduct, Mode, State};
use countersign_core::machine::MachineSource;
use countersign_core::protocol::number::{MaskPlace, NumberError};
use countersign_core::step::StepName;
use countersign_core::text::{Lang, Line};
use countersign_keep::Session;

/// The blocks of the step.
#[must_use]
pub fn blocks(state: &State, step: &WelcomeStep, lang: Lang) -> Vec<Block> {
    match step {
        WelcomeStep::Product(selected) => products(&state.products, *selected, lang),
        WelcomeStep::Session(session) => [practice(state, lang), offer(session, lang)].concat(),
        WelcomeStep::Number(entry) => [practice(state, lang), number(state, entry, lang)].concat(),
    }
}

/// The offer to go on with a saved session.
fn offer(session: &Session, lang: Lang) -> Vec<Block> {
    let at = StepName::from_number(session.step).unwrap_or(StepName::Welcome);
    let number = session.number.as_deref().unwrap_or("-");
    let offer = StepSentence::ResumeOffer { number: &number, step: &crate::page::rail::title(lang, at) };
    vec![
        Block::Paragraph(Tone::Strong, offer.say(lang)),
        Block::on_screen(Tone::Plain, L::ResumeKeys.say(lang)),
    ]
}

/// The question for the license number.
fn number(state: &State, entry: &NumberEntry, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    // If the machine was activated before, its status replaces the introduction.
    let status = &state.facts.status;
    match status.state {
        countersign_keep::ActivationState::NotActivated => {
            blocks.push(Block::Paragraph(Tone::Plain, L::WelcomeLead.say(lang).to_owned()));
        }
        _ => {
            let headline = countersign_keep::text::status_headline(lang, status);
            blocks.push(Block::Paragraph(Tone::Warn, headline));
            let next = status.code.map(|code| countersign_keep::text::status_next_step(lang, code, status));
            blocks.extend(next.map(|next| Block::Paragraph(Tone::Plain, next)));
        }
    }
    let mask = &state.settings.profile.mask;
    blocks.extend([
        Block::Gap,
        Block::Input {
            label: L::WelcomeAsk.say(lang).to_owned(),
            value: entry.input.value().to_owned(),
            cursor: Some(entry.input.cursor()),
        },
    ]);
    let known = entry.known.as_ref().filter(|_| entry.input.value().is_empty());
    if let Some(number) = known {
        let sentence = StepSentence::WelcomeKnown { number: &number }.say(lang);
        blocks.push(Block::Paragraph(Tone::Strong, sentence));
        return blocks;
    }
    match entry.fault {
        Some(fault) => blocks.push(Block::Paragraph(Tone::Bad, number_fault(lang, fault))),
        None => blocks.push(Block::Paragraph(
            Tone::Dim,
            StepSentence::WelcomeExample { example: &mask.example() }.say(lang),
        )),
    }
    blocks
}

/// The list of products, each with its status; below it the profiles that can't be used.
fn products(products: &[ListedProduct], selected: usize, lang: Lang) -> Vec<Block> {
    let mut items = Vec::new();
    let mut unusable = Vec::new();
    for listed in products {
        match listed {
            ListedProduct::Usable { name, product, status } => items.push(Choice {
                title: CommandSentence::StatusOf { name, product }.say(lang),
                detail: countersign_keep::text::status_headline(lang, status),
            }),
            ListedProduct::Unusable(fault) => {
                unusable.extend([Block::Gap, Block::Paragraph(Tone::Bad, profile_fault(lang, fault))]);
            }
        }
    }
    let ask = Block::Paragraph(Tone::Strong, L::ProductsAsk.say(lang).to_owned());
    [ask, Block::Gap, Block::Choices { items, selected }].into_iter().chain(unusable).collect()
}

fn practice(state: &State, lang: Lang) -> Vec<Block> {
    let Mode::Practice { requested, .. } = &state.settings.mode else { return Vec::new() };
    let mut blocks = Vec::new();
    if !requested {
        blocks.extend([Block::Paragraph(Tone::Warn, L::NoProfile.say(lang).to_owned()), Block::Gap]);
    }
    let (screen, lines) = match &state.facts.machine.source {
        MachineSource::Sample(name) => (
            StepSentence::PracticeSample { name }.say(lang),
            PlainSentence::PracticeSample { name }.say(lang),
        ),
        MachineSource::ThisComputer | MachineSource::Recording(_) => {
            (L::PracticeThis.say(lang).to_owned(), PlainLine::PracticeThis.say(lang).to_owned())
        }
    };
    blocks.extend([Block::per_form(Tone::Plain, screen, Some(lines)), Block::Gap]);
    blocks
}

/// Why a text is not a license number, and what to type instead.
#[must_use]
pub fn number_fault(lang: Lang, fault: NumberFault) -> String {
    let error = match fault {
        NumberFault::Form(error) => error,
        NumberFault::Instead(InsteadOfNumber::Code) => return L::NumberIsCode.say(lang).to_owned(),
        NumberFault::Instead(InsteadOfNumber::Request) => return L::NumberIsRequest.say(lang).to_owned(),
        NumberFault::Instead(InsteadOfNumber::Receipt) => return L::NumberIsReceipt.say(lang).to_owned(),
        NumberFault::Instead(InsteadOfNumber::Refusal(code)) => {
            return StepSentence::NumberIsRefusal { code: &code }.say(lang);
        }
    };
    match error {
        NumberError::Short { missing } => StepSentence::NumberShort { count: &missing }.say(lang),
        NumberError::Long { extra } => StepSentence::NumberLong { count: &extra }.say(lang),
        NumberError::Character { position, wanted } => {
            let position = position.to_string();
            match wanted {
                MaskPlace::Letter => StepSentence::NumberLetter { position: &position }.say(lang),
                MaskPlace::Digit => StepSentence::NumberDigit { position: &position }.say(lang),
                MaskPlace::Literal(c) => {
                    StepSentence::NumberLiteral { position: &position, wanted: &c }.say(lang)
                }
            }
        }
    }
}
