//! Answers a bundle: one line of answer for each line of requests, in the same order.
//!
//! The answers are appended to a file with the ending `.part`, which is renamed when all are there. The next
//! run continues a run that ended early. The bundle itself is not trusted: each request is decided as if it
//! had come alone.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::bundle_summary::BundleSummary;
use super::outcome::Answering;
use crate::bundles::{self, BundleEntry, NotABundle, WholeDigest};
use crate::commands::failure::Failure;
use crate::commands::progress_line::ProgressLine;
use crate::text::{BundleLine as L, BundleSentence as S, ServeSentence};
use countersign_core::bundle::{
    BundleEnd, BundleError, BundleHead, BundleKind, BundleReader, BundleWriter, BundledRequest, LineError,
    MAX_LINE,
};
use countersign_core::text::{Lang, Line as _, safe_path};

/// The ending of the answers file, if no other path is given.
const ANSWERS_ENDING: &str = "answers.jsonl";
/// The ending of an answers file that is not complete yet.
const PART_ENDING: &str = ".part";

/// A bundle to answer, and the path for its answers.
pub(super) struct BundleOrder<'a> {
    pub(super) requests: &'a Path,
    pub(super) answers: Option<&'a Path>,
}

impl BundleOrder<'_> {
    /// Answers every request that has no answer yet.
    ///
    /// # Errors
    /// The bundle can't be read, its answers can't be written, or the desk has a fault. The answers that are
    /// already written are kept.
    pub(super) fn perform(&self, answering: &Answering<'_>) -> Result<BundleSummary, Failure> {
        let lang = answering.invocation.lang;
        let failed = |path: &Path, error: &io::Error| Failure::file(path, error, lang);
        let of = digest(self.requests).map_err(|error| failed(self.requests, &error))?;
        let requests = File::open(self.requests).map_err(|error| failed(self.requests, &error))?;
        let mut reader = BundleReader::open(BufReader::new(requests), BundleKind::Requests)
            .map_err(|error| not_a_bundle(self.requests, error, lang))?;
        let answers =
            self.answers.map_or_else(|| self.requests.with_extension(ANSWERS_ENDING), Path::to_owned);
        refuse_other_than_a_file(&answers, lang)?;
        let part = with_ending(&answers, PART_ENDING);
        let mut summary = BundleSummary::new(answers);
        let file = open_part(&part, &of.hex(), &mut summary).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => busy(&part, answering),
            _ => failed(&part, &error),
        })?;
        let mut writer = match summary.taken_over {
            0 => BundleWriter::begin(file, BundleKind::Answers, Some(of.hex()))
                .map_err(|error| failed(&part, &error))?,
            before => BundleWriter::go_on(file, before),
        };
        let progress = ProgressLine::new();
        let before = usize::try_from(summary.taken_over).unwrap_or(usize::MAX);
        for (line, entry) in reader.by_ref().skip(before) {
            let answer = self.answer(answering, of, line, entry)?;
            writer.entry(&answer).map_err(|error| failed(&part, &error))?;
            summary.counts.count(answer["reason"].as_str());
            progress.show(|| S::Progress { done: &summary.counts.requests() }.say(lang));
        }
        summary.counts.cut_off = reader.end() == BundleEnd::CutOff;
        writer
            .end(Some(summary.counts.clone()))
            .and_then(|file| file.sync_all())
            .map_err(|error| failed(&part, &error))?;
        // Something else may have taken the name meanwhile.
        refuse_other_than_a_file(&summary.answers, lang)?;
        std::fs::rename(&part, &summary.answers).map_err(|error| failed(&part, &error))?;
        Ok(summary)
    }

    /// Returns the line of answer for a line of requests.
    fn answer(
        &self,
        answering: &Answering<'_>,
        of: WholeDigest,
        line: u64,
        entry: Result<BundledRequest, LineError>,
    ) -> Result<Value, Failure> {
        let lang = answering.invocation.lang;
        let pack = |profile, number: &str| answering.data.published.pack(profile, number);
        let entry = BundleEntry::read(line, entry, pack)
            .map_err(|error| Failure::file(self.requests, &error, lang))?;
        let answer = match &entry.request {
            Ok(request) => Ok(answering.decide(request, Some(of))?),
            Err(refusal) => Err(refusal),
        };
        Ok(bundles::answer_line(
            line,
            entry.host.as_deref(),
            answer.as_ref().map_err(|refusal| *refusal),
            lang,
        ))
    }
}

/// Returns the SHA-256 digest of a file.
fn digest(path: &Path) -> io::Result<WholeDigest> {
    let mut digest = Sha256::new();
    let mut input = BufReader::new(File::open(path)?);
    loop {
        let part = input.fill_buf()?;
        if part.is_empty() {
            return Ok(WholeDigest(digest.finalize().into()));
        }
        digest.update(part);
        let read = part.len();
        input.consume(read);
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Opens and locks the answers file that an earlier run left. Truncates it after the last whole line and
/// counts its answers. Answers to another bundle are discarded.
fn open_part(path: &Path, of: &str, summary: &mut BundleSummary) -> io::Result<File> {
    let mut file = open_own(path)?;
    lock(&file, path)?;
    let mut input = BufReader::new(&file);
    let mut line = Vec::new();
    let mut whole = 0;
    let mut read = |line: &mut Vec<u8>| -> io::Result<Option<Value>> {
        line.clear();
        input.by_ref().take(MAX_LINE as u64).read_until(b'\n', line)?;
        Ok(if line.ends_with(b"\n") { serde_json::from_slice(line).ok() } else { None })
    };
    let head = read(&mut line)?.and_then(|head| serde_json::from_value::<BundleHead>(head).ok());
    if head.is_some_and(|head| head.countersign == BundleKind::Answers && head.of.as_deref() == Some(of)) {
        whole = line.len() as u64;
        while let Some(answer) = read(&mut line)? {
            if answer["line"].is_null() {
                break;
            }
            whole += line.len() as u64;
            summary.counts.count(answer["reason"].as_str());
            summary.taken_over += 1;
        }
    }
    if summary.taken_over == 0 {
        whole = 0;
    }
    file.set_len(whole)?;
    file.seek(SeekFrom::End(0))?;
    Ok(file)
}

/// Opens or creates a file which no other user can read.
fn open_own(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed())
        .open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    // In a folder that others may write to, it may be another user's, who would read the codes, or a second name of a file.
    let own = about.uid() == rustix::process::geteuid().as_raw();
    if !own || about.nlink() != 1 {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    file.set_permissions(Permissions::from_mode(0o600))?;
    Ok(file)
}

/// Locks the file, unless it has lost its name: the process that held the lock before may have renamed it.
fn lock(file: &File, path: &Path) -> io::Result<()> {
    file.try_lock().map_err(io::Error::from)?;
    let locked = file.metadata()?;
    let is_same = |named: fs::Metadata| (named.dev(), named.ino()) == (locked.dev(), locked.ino());
    if fs::symlink_metadata(path).is_ok_and(is_same) { Ok(()) } else { Err(io::ErrorKind::WouldBlock.into()) }
}

/// Answers replace a regular file alone: `--out /dev/null` as root would take the device away.
fn refuse_other_than_a_file(path: &Path, lang: Lang) -> Result<(), Failure> {
    if fs::symlink_metadata(path).is_ok_and(|about| !about.is_file()) {
        let what = ServeSentence::FileNotRegular { path: &safe_path(path) }.say(lang);
        return Err(Failure::refused("FILE-NOT-REGULAR", what, L::NotRegularDo.say(lang)));
    }
    Ok(())
}

fn not_a_bundle(path: &Path, error: BundleError, lang: Lang) -> Failure {
    match NotABundle::of(error) {
        Ok(fault) => {
            let (what, next) = fault.say(&safe_path(path), lang);
            Failure::refused(fault.code(), what, next)
        }
        Err(error) => Failure::file(path, &error, lang),
    }
}

fn busy(part: &Path, answering: &Answering<'_>) -> Failure {
    let lang = answering.invocation.lang;
    Failure::refused("BUNDLE-BUSY", S::Busy { path: &safe_path(part) }.say(lang), L::BusyDo.say(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_became_the_file_before_it_was_locked_is_not_continued() {
        let home = tempfile::tempdir().unwrap();
        let (path, part) = (home.path().join("a.jsonl"), home.path().join("a.jsonl.part"));
        for next in [None, Some("the part of the next run")] {
            fs::write(&part, "complete").unwrap();
            let opened = open_own(&part).unwrap();
            fs::rename(&part, &path).unwrap();
            if let Some(next) = next {
                fs::write(&part, next).unwrap();
            }
            assert_eq!(lock(&opened, &part).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        }
        lock(&open_own(&part).unwrap(), &part).unwrap();
    }
}
