//! The input: the text of one request, a bundle of requests, or several files with one request each. Each has a size limit.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use crate::commands::atomic_file::{self, FileError};
use crate::commands::exit::{CommandError, Exit};
use crate::online::Told;
use crate::text::{Fault, system_error};
use countersign_core::bundle::{
    BundleEnd, BundleError, BundleKind, BundleReader, BundledRequest, HOST_REFUSAL, MAX_LINE, is_bundle,
    is_host,
};
use countersign_core::lang::Lang;
use countersign_core::reader;
use countersign_core::text::{BundleLine, Line, safe_path};

use super::answer::Answer;
use super::asking::{TEXT_MAX, too_long};

/// The text of a request, or the answer if there is no text.
pub(super) type GivenText = Result<String, Answer>;

/// The input of the command.
pub(super) enum Given {
    /// A single request.
    One(GivenText),
    /// Requests of several machines.
    Many(Entries),
}

/// One of several requests.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its line in the bundle, or its place among the files.
    pub(super) line: u64,
    /// The name of its machine: from the bundle, or the path of its file.
    pub(super) host: Option<String>,
    pub(super) text: GivenText,
}

/// Requests of several machines. The iterator reads each one on demand.
pub(super) enum Entries {
    Bundle { reader: Bundle, path: PathBuf, lang: Lang },
    Files { paths: VecDeque<PathBuf>, line: u64, lang: Lang },
}

type Bundle = BundleReader<Box<dyn BufRead>, BundledRequest>;

impl Given {
    /// Opens the files. Without a file, or for `-`, opens standard input.
    ///
    /// # Errors
    /// A file can't be read, or is a bundle that can't be taken.
    pub(super) fn open(files: &[PathBuf], lang: Lang) -> Result<Self, CommandError> {
        let path = match files {
            [] => Path::new("-"),
            [one] => one,
            _ => {
                let paths = files.iter().cloned().collect();
                return Ok(Self::Many(Entries::Files { paths, line: 0, lang }));
            }
        };
        let unreadable = |error: FileError| unread(path, &error, lang);
        let (start, input) = start_of(path).map_err(unreadable)?;
        if !is_bundle(&start) {
            return Ok(Self::One(text(start, input, lang).map_err(|error| unreadable(error.into()))?));
        }
        let input: Box<dyn BufRead> = Box::new(Cursor::new(start).chain(input));
        let reader =
            BundleReader::open(input, BundleKind::Requests).map_err(|error| not_taken(path, &error, lang))?;
        Ok(Self::Many(Entries::Bundle { reader, path: path.to_owned(), lang }))
    }
}

impl Entries {
    /// Whether the requests were cut off, once all are read.
    pub(super) fn is_cut_off(&self) -> bool {
        matches!(self, Self::Bundle { reader, .. } if reader.end() == BundleEnd::CutOff)
    }
}

impl Iterator for Entries {
    type Item = Result<Entry, CommandError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Bundle { reader, path, lang } => {
                let (line, found) = reader.next()?;
                let found = match found {
                    Ok(request) => Ok(bundled(line, request, *lang)),
                    Err(error) => error.refusal().map(|refusal| wrong(line, refusal, *lang)),
                };
                Some(found.map_err(|error| unread(path, &error.into(), *lang)))
            }
            Self::Files { paths, line, lang } => {
                let path = paths.pop_front()?;
                *line += 1;
                Some(file(*line, &path, *lang))
            }
        }
    }
}

/// A line of a bundle.
fn bundled(line: u64, request: BundledRequest, lang: Lang) -> Entry {
    if is_host(&request.host) {
        Entry { line, host: Some(request.host), text: Ok(request.request) }
    } else {
        wrong(line, HOST_REFUSAL, lang)
    }
}

/// A line without a request or a host.
fn wrong(line: u64, (code, what): (&str, BundleLine), lang: Lang) -> Entry {
    let (what, cure) = (what.say(lang).to_owned(), BundleLine::LineDo.say(lang).to_owned());
    Entry { line, host: None, text: Err(Answer::Refused(Told { code: code.to_owned(), what, cure })) }
}

/// Reads one of several files. A file that can't be read is answered with that fault, and the others go on. A bundle among several
/// files is wrong usage.
fn file(line: u64, path: &Path, lang: Lang) -> Result<Entry, CommandError> {
    let Some(host) = path.to_str().filter(|name| is_host(name)).map(str::to_owned) else {
        return Ok(wrong(line, HOST_REFUSAL, lang));
    };
    let read = start_of(path).and_then(|(start, input)| {
        if is_bundle(&start) { Ok(None) } else { Ok(Some(text(start, input, lang)?)) }
    });
    let text = match read {
        Ok(Some(text)) => text,
        Ok(None) => {
            return Err(CommandError::new(Fault::BundleAlone { path: safe_path(path) }, Exit::Usage));
        }
        Err(error) => {
            let error = unread(path, &error, lang);
            let (what, cure) = error.words(lang);
            Err(Answer::Open(Told { code: error.code().to_owned(), what, cure }))
        }
    };
    Ok(Entry { line, host: Some(host), text })
}

/// The first line, and the input after it. The first line tells a bundle, so that a bundle can be read while it arrives.
fn start_of(path: &Path) -> Result<(Vec<u8>, Box<dyn BufRead>), FileError> {
    let mut input: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(atomic_file::open(path)?))
    };
    let mut start = Vec::new();
    input.by_ref().take(MAX_LINE as u64).read_until(b'\n', &mut start)?;
    Ok((start, input))
}

/// The text of a request.
fn text(mut start: Vec<u8>, input: Box<dyn BufRead>, lang: Lang) -> io::Result<GivenText> {
    let room = (TEXT_MAX + 1).saturating_sub(start.len());
    input.take(room as u64).read_to_end(&mut start)?;
    if start.len() > TEXT_MAX {
        return Ok(Err(Answer::Refused(too_long(lang))));
    }
    Ok(Ok(reader::text(&start).into_owned()))
}

fn not_taken(path: &Path, error: &BundleError, lang: Lang) -> CommandError {
    let shown = safe_path(path);
    let fault = match error {
        BundleError::Io(error) => return unread(path, &io::Error::from(error.kind()).into(), lang),
        BundleError::Version(version) => Fault::BundleNewer { path: shown, version: version.to_string() },
        BundleError::NoHead | BundleError::OtherKind(_) => Fault::BundleOther { path: shown },
    };
    CommandError::new(fault, Exit::Refused)
}

fn unread(path: &Path, error: &FileError, lang: Lang) -> CommandError {
    let why = match error {
        FileError::System(error) => system_error(lang, error),
        FileError::NotRegular => error.why(lang),
    };
    CommandError::new(Fault::FileRead { path: path.display().to_string(), why }, Exit::Fault)
}
