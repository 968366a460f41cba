//! The status of several products: one after the other, in the order of their profiles.

use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{RunTarget, StatusOutput, WrittenFiles, examine, motd, say_distrusted_state, write_run_file};
use crate::commands::context::Context;
use crate::commands::exit::{CommandError, Exit};
use crate::commands::products::{Product, product_needed, refused};
use crate::commands::stdout;
use crate::text::CommandSentence;
use countersign_core::lang::Lang;
use countersign_core::machine::Machine;
use countersign_core::profile::Profile;
use countersign_core::text::labelled;
use countersign_keep::{ActivationState, Audience, InstalledFault, Keep, Status, run_file, safe_path};

/// What the answer says of one product.
enum Answer {
    /// Its status, and where it is kept.
    Status(Box<(Profile, PathBuf, Status, Keep)>),
    /// Its profile can't be used. The product, where that is known.
    Unusable { path: PathBuf, product: Option<String>, error: CommandError },
}

/// Runs the command.
///
/// # Errors
/// [`CommandError`] if there is no machine, or the answer can't be written; with [`StatusOutput::Nothing`] also if a profile can't be
/// used.
pub fn run(context: &Context, output: StatusOutput, files: &WrittenFiles) -> anyhow::Result<Exit> {
    let lang = context.lang;
    if matches!(files.run, Some(RunTarget::File(_))) {
        return Err(product_needed(&context.several, lang).into());
    }
    let machine = context.machine()?;
    let answers: Vec<Answer> =
        context.several.iter().map(|product| Answer::of(context, &machine, product)).collect();
    write_files(lang, &answers, files)?;
    if output == StatusOutput::Nothing {
        let unusable = answers.iter().find_map(|answer| match answer {
            Answer::Unusable { error, .. } => Some(error.clone()),
            Answer::Status(_) => None,
        });
        return unusable.map_or_else(|| Ok(worst(&answers)), |error| Err(error.into()));
    }
    let as_json = output == StatusOutput::Json;
    let mut out = stdout::output(lang, as_json || files.run.is_some());
    match (as_json, &files.run) {
        (true, _) => writeln!(out, "{}", object(lang, &answers, Audience::Owner))?,
        (false, Some(RunTarget::StandardOutput)) => {
            writeln!(out, "{}", object(lang, &answers, Audience::Everyone))?;
        }
        (false, Some(_)) => {}
        (false, None) => {
            for (at, answer) in answers.iter().enumerate() {
                for line in (at > 0).then(String::new).into_iter().chain(answer.lines(lang)) {
                    writeln!(out, "{line}")?;
                }
            }
        }
    }
    // All products keep their records in one folder.
    if let Some(keep) = answers.iter().find_map(Answer::keep) {
        say_distrusted_state(context, keep);
    }
    Ok(worst(&answers))
}

/// Writes the file of each product, and the lines for people who sign in. A file that can't be written doesn't stop the others.
fn write_files(lang: Lang, answers: &[Answer], files: &WrittenFiles) -> Result<(), CommandError> {
    let mut failed = None;
    if files.run == Some(RunTarget::ProductFile) {
        for answer in answers {
            if let Answer::Status(answer) = answer {
                let (profile, _, status, _) = &**answer;
                let written = write_run_file(&run_file(&profile.product), status, lang);
                failed = failed.or(written.err());
            }
        }
    }
    if let Some(path) = &files.motd {
        let lines: Vec<String> = answers.iter().filter_map(|answer| answer.motd(lang)).collect();
        failed = failed.or(motd::write(lang, path, &lines).err());
    }
    failed.map_or(Ok(()), Err)
}

/// One object: the state that the exit code stands for, and the object of each product.
fn object(lang: Lang, answers: &[Answer], audience: Audience) -> Value {
    let worst = worst(answers);
    let decides = answers.iter().find(|answer| answer.exit() == worst);
    json!({
        "state": decides.map(Answer::state),
        "products": answers.iter().map(|answer| answer.object(lang, audience)).collect::<Vec<_>>(),
    })
}

/// The exit code for all products: the first code of `order` that a product has. A fault comes first, because the state behind it is
/// unknown; then the states in the order of their urgency.
fn worst(answers: &[Answer]) -> Exit {
    let order = [Exit::Fault, Exit::Refused, Exit::Changed, Exit::Negative];
    let has = |exit: &Exit| answers.iter().any(|answer| answer.exit() == *exit);
    order.into_iter().find(has).unwrap_or(Exit::Done)
}

impl Answer {
    fn of(context: &Context, machine: &Machine, product: &Product) -> Self {
        match product {
            Ok(found) => {
                let keep = context.keep(machine, &found.profile);
                let status = examine(context, machine, &found.profile, &keep);
                Self::Status(Box::new((found.profile.clone(), found.path.clone(), status, keep)))
            }
            Err(fault) => {
                let product = match &**fault {
                    InstalledFault::Twice { product, .. } => Some(product.clone()),
                    _ => None,
                };
                Self::Unusable { path: fault.path().to_owned(), product, error: refused(fault, context.lang) }
            }
        }
    }

    fn keep(&self) -> Option<&Keep> {
        match self {
            Self::Status(answer) => Some(&answer.3),
            Self::Unusable { .. } => None,
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Status(answer) => Exit::from(&answer.2.state),
            Self::Unusable { .. } => Exit::Fault,
        }
    }

    fn state(&self) -> &'static str {
        match self {
            Self::Status(answer) => answer.2.state.name(),
            Self::Unusable { .. } => ActivationState::Unverified.name(),
        }
    }

    fn lines(&self, lang: Lang) -> Vec<String> {
        match self {
            Self::Status(answer) => {
                let (profile, _, status, _) = &**answer;
                let title = CommandSentence::StatusOf { name: &profile.name, product: &profile.product };
                let status = countersign_keep::text::status_lines(lang, status);
                std::iter::once(title.say(lang)).chain(status).collect()
            }
            Self::Unusable { path, error, .. } => {
                let (what, cure) = error.words(lang);
                vec![safe_path(path), labelled(lang, error.code(), &what), cure]
            }
        }
    }

    fn motd(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Status(answer) => {
                let (profile, _, status, _) = &**answer;
                let command = format!("sudo countersign --product {}", profile.product);
                motd::line(lang, profile, status, &command)
            }
            Self::Unusable { error, .. } => Some(motd::line_of_unusable(lang, error)),
        }
    }

    /// The object of the product's status, with the product, its name and its profile.
    fn object(&self, lang: Lang, audience: Audience) -> Value {
        let (path, product, name, mut object) = match self {
            Self::Status(answer) => {
                let (profile, path, status, _) = &**answer;
                (path, Some(&profile.product), Some(&profile.name), status.json(audience))
            }
            Self::Unusable { path, product, error } => {
                let (what, cure) = error.words(lang);
                let error = json!({ "code": error.code(), "what": what, "cure": cure });
                let object = json!({ "state": self.state(), "code": error["code"], "error": error });
                (path, product.as_ref(), None, object)
            }
        };
        if let Value::Object(keys) = &mut object {
            keys.insert("product".to_owned(), json!(product));
            keys.insert("name".to_owned(), json!(name));
            keys.insert("profile".to_owned(), json!(safe_path(path)));
        }
        object
    }
}
