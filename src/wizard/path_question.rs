//! The question for the path of a file: what is typed, what is filled in, and what the worker finds meanwhile.
//!
//! Request asks where to save, Code asks where the answer is. Never here: a disk, or what follows from an answer.

use std::path::{Path, PathBuf};

use countersign_core::machine::is_visible;
use countersign_core::text::safe_path;
use tui_input::{Input, InputRequest};

use super::action::Action;
use super::file_task::{Answers, Completion, FileKind, FileNews, FileTask, Places};

/// The most characters of a path.
pub const PATH_MAX: usize = 1024;

/// A question for a path.
#[derive(Debug, Clone)]
pub struct PathQuestion {
    /// What the path is for.
    pub purpose: Purpose,
    /// The path as typed.
    pub input: Input,
    /// What the question waits for.
    pub stage: Stage,
    /// Paths to take instead: places for a file, files with the answer.
    pub offers: Vec<PathBuf>,
    /// What was found out, to tell the person.
    pub finding: Option<Finding>,
    /// The text that was filled in last. A text that the person changed is not replaced.
    filled: String,
}

/// What the path is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A file is written there.
    Save(FileKind),
    /// The answer is read there.
    Answer,
}

/// What a question waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// The person.
    Typing,
    /// The worker looks for places or answers. The person may type meanwhile.
    Looking,
    /// The worker completes the path.
    Completing,
    /// The worker writes or reads the file.
    Working,
    /// The person's answer to the question whether this file may be replaced.
    Replace(PathBuf),
}

/// What was found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Where files can be written.
    Places(Places),
    /// The files with a code.
    Answers(Answers),
    /// How the path may go on.
    Names(Completion),
}

/// What an action or news of a question leads to.
#[derive(Debug)]
pub enum Answer {
    /// The question stays.
    Stay,
    /// The worker is to do this.
    Start(FileTask),
    /// The file was written there.
    Saved(PathBuf),
    /// The text of the file.
    Text(String),
    /// It failed there; the system's reason.
    Failed(PathBuf, String),
}

impl PathQuestion {
    /// A question while the worker looks for places or answers.
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            input: Input::default(),
            stage: Stage::Looking,
            offers: Vec::new(),
            finding: None,
            filled: String::new(),
        }
    }

    /// Whether the question is for the path, and not whether a file may be replaced.
    #[must_use]
    pub const fn asks_for_path(&self) -> bool {
        !matches!(self.stage, Stage::Replace(_))
    }

    /// Whether the path can be changed now.
    const fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Typing | Stage::Looking | Stage::Completing)
    }

    /// Whether the path can be completed now. The worker does one thing at a time, and looks for places or answers first.
    #[must_use]
    pub const fn completes(&self) -> bool {
        matches!(self.stage, Stage::Typing | Stage::Completing)
    }

    /// Whether the worker does something for this question.
    #[must_use]
    pub const fn awaits_job(&self) -> bool {
        matches!(self.stage, Stage::Looking | Stage::Completing | Stage::Working)
    }

    /// The offer that is filled in.
    #[must_use]
    pub fn taken(&self) -> Option<&Path> {
        self.offers.iter().find(|offer| shown(offer) == self.input.value()).map(PathBuf::as_path)
    }

    /// The other offers, as they are shown.
    pub fn other_offers(&self) -> impl Iterator<Item = String> {
        self.offers.iter().map(|offer| shown(offer)).filter(|shown| shown != self.input.value())
    }

    /// Edits the path, and drops the names that Tab found. A slash right after a path that was filled in begins another path.
    pub fn edit(&mut self, request: InputRequest) {
        let length = self.input.value().chars().count();
        if !self.is_open() || (length >= PATH_MAX && matches!(request, InputRequest::InsertChar(_))) {
            return;
        }
        let before = self.input.value().to_owned();
        if request == InputRequest::InsertChar('/') && before == self.filled && self.input.cursor() == length
        {
            self.input = Input::default();
        }
        self.input.handle(request);
        if self.input.value() != before {
            self.finding = self.finding.take().filter(|finding| !matches!(finding, Finding::Names(_)));
            if self.stage == Stage::Completing {
                self.stage = Stage::Typing;
            }
        }
    }

    /// Types the first line of a paste.
    pub fn paste(&mut self, text: &str) {
        let line = text.lines().next().unwrap_or_default();
        for c in line.chars().filter(|c| !c.is_control()).take(PATH_MAX) {
            self.edit(InputRequest::InsertChar(c));
        }
    }

    /// Carries out an action. `read` makes the task that reads the answer at a path.
    pub fn act(&mut self, action: Action, read: impl FnOnce(PathBuf) -> FileTask) -> Answer {
        match action {
            Action::Next if self.is_open() && !self.typed().is_empty() => {
                let path = self.path();
                self.stage = Stage::Working;
                Answer::Start(match &self.purpose {
                    Purpose::Save(file) => FileTask::Save { file: file.clone(), path, replace: false },
                    Purpose::Answer => read(path),
                })
            }
            Action::Replace => match (std::mem::replace(&mut self.stage, Stage::Working), &self.purpose) {
                (Stage::Replace(path), Purpose::Save(file)) => {
                    Answer::Start(FileTask::Save { file: file.clone(), path, replace: true })
                }
                (stage, _) => {
                    self.stage = stage;
                    Answer::Stay
                }
            },
            Action::CompletePath if self.completes() => {
                self.stage = Stage::Completing;
                Answer::Start(FileTask::Complete(self.input.value().to_owned()))
            }
            Action::NextOffer => self.take_offer(1),
            Action::PreviousOffer => self.take_offer(self.offers.len().saturating_sub(1)),
            _ => Answer::Stay,
        }
    }

    /// Goes back from the question whether a file may be replaced. Returns `false` if it isn't asked.
    pub fn back(&mut self) -> bool {
        let asked = matches!(self.stage, Stage::Replace(_));
        if asked {
            self.stage = Stage::Typing;
        }
        asked
    }

    /// Takes news of the worker.
    pub fn news(&mut self, news: FileNews) -> Answer {
        let asked = std::mem::replace(&mut self.stage, Stage::Typing);
        match news {
            FileNews::Places(places) => {
                if let Purpose::Save(file) = &self.purpose {
                    let name = file.file_name();
                    self.offers = places.folders.iter().map(|folder| folder.join(&name)).collect();
                }
                self.finding = Some(Finding::Places(places));
                self.fill_first(&asked);
            }
            FileNews::Answers(answers) => {
                self.offers.clone_from(&answers.files);
                // If nothing is found, the path begins with the most likely folder.
                let begin = answers.searched.first().map(|folder| folder.join(""));
                self.finding = Some(Finding::Answers(answers));
                match begin.filter(|_| self.offers.is_empty()) {
                    Some(begin) => self.fill(&shown(&begin), &asked),
                    None => self.fill_first(&asked),
                }
            }
            FileNews::Completed(completion) if completion.asked == self.input.value() => {
                if asked == Stage::Completing {
                    self.input = Input::new(completion.text.clone());
                }
                self.finding = (!completion.names.is_empty()).then_some(Finding::Names(completion));
            }
            FileNews::Completed(_) => {}
            FileNews::Exists(path) => self.stage = Stage::Replace(path),
            FileNews::Saved(path) => return Answer::Saved(path),
            FileNews::Read(text) => return Answer::Text(text),
            FileNews::Failed(path, why) => return Answer::Failed(path, why),
        }
        Answer::Stay
    }

    /// Fills in the first offer.
    fn fill_first(&mut self, asked: &Stage) {
        if let Some(first) = self.offers.first() {
            self.fill(&shown(first), asked);
        }
    }

    /// Fills in a text in place of the one that was filled in before, or of a folder that was searched. What the person typed while
    /// the worker looked stays.
    fn fill(&mut self, text: &str, asked: &Stage) {
        if self.input.value() == self.filled || *asked == Stage::Working {
            self.filled = text.to_owned();
            self.input = Input::new(text.to_owned());
        }
    }

    /// Fills in the offer that many places after the one that is filled in.
    fn take_offer(&mut self, by: usize) -> Answer {
        let count = self.offers.len();
        let here = self.offers.iter().position(|offer| shown(offer) == self.input.value());
        let next = here.map_or(0, |at| (at + by) % count.max(1));
        if let Some(offer) = self.offers.get(next).filter(|_| self.is_open()) {
            self.filled = shown(offer);
            self.input = Input::new(self.filled.clone());
        }
        Answer::Stay
    }

    /// The typed text without blanks at its ends.
    fn typed(&self) -> &str {
        self.input.value().trim()
    }

    /// The path: the offer that is filled in, else the typed text.
    fn path(&self) -> PathBuf {
        self.taken().map_or_else(|| PathBuf::from(self.typed()), Path::to_path_buf)
    }
}

/// A path as it is filled in: as it stands, or quoted where a person could not read or type it.
#[must_use]
pub fn shown(path: &Path) -> String {
    match path.to_str() {
        Some(text) if text.chars().all(is_visible) => text.to_owned(),
        _ => safe_path(path),
    }
}
