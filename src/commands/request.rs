//! `countersign request`: shows the open request, or makes one.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::screen::{self, Theme};
use crate::terminal::{Caps, Kind, painted};
use crate::text::{CommandLine, CommandSentence, Fault, system_error};
use crate::wizard::welcome::NumberFault;
use crate::wizard::{BlockWidth, QrDrawing, QrLook, QrView};
use countersign_core::lang::Lang;
use countersign_core::protocol::binding::{Binding, Predicted, Way};
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Mask, Number, Platform, Request, RequestError, Surroundings, line};
use countersign_core::text::Line;
use countersign_keep::{Keep, OpenRequest};

use super::atomic_file;
use super::cli::{QrForm, RequestOptions};
use super::context::{self, Context};
use super::exit::{CommandError, Exit};
use super::lock::lock;
use super::qr_pictures::{qr_png, qr_svg};
use super::random;
use super::terminal_settings::kept_qr_view;
use super::way;
use super::{stderr, stdout};

/// Runs the command.
///
/// # Errors
/// [`CommandError`] if there is no number, profile or machine, or a file can't be written.
pub fn run(context: &Context, options: &RequestOptions) -> anyhow::Result<Exit> {
    let profile = context.profile()?;
    if options.spoken && !profile.policy.spoken {
        return Err(CommandError::new(Fault::SpokenNotOffered, Exit::Refused).into());
    }
    check_output(options)?;
    let machine = context.machine()?;
    let keep = context.keep_to_write(&machine, profile)?;
    let (facts, problems) = context::facts(machine, &keep, profile);
    let last = facts.open_requests.last();
    let given = options.number.as_deref().map(|text| number(context, &profile.mask, text)).transpose()?;
    let number = match (given, last) {
        (Some(number), _) => number,
        (None, Some(open)) => profile.mask.unpack(open.number).ok_or_else(number_needed)?,
        (None, None) => {
            let unreadable = problems.requests.map(|code| CommandError::of_state(code, context.lang));
            return Err(unreadable.unwrap_or_else(number_needed).into());
        }
    };
    let packed = profile.mask.pack(&number).ok_or_else(number_needed)?;
    let way = match way::chosen(options, profile, &facts, context.lang)? {
        Some(way) => way,
        // Without an option, the command shows the open request again.
        None => way::last(&facts, &keep),
    };
    let binding = facts.binding(&way);
    let machine = &facts.machine;
    let (platform, surroundings) = (Platform::of(machine), Surroundings::of(machine, &facts.review));
    let with = |nonce| binding.request(profile.id, packed, nonce, platform, surroundings);
    // The same machine and number get the same request, so that its code stays valid.
    let current = facts
        .open_requests
        .iter()
        .rev()
        .find(|open| !options.new && open.request().as_ref() == Some(&with(open.nonce)));
    let request = match current {
        Some(open) => with(open.nonce),
        None => {
            let secret = random::secret().map_err(|error| no_secret(context, &error))?;
            let request = with(secret.nonce(&profile.product, packed));
            let open = OpenRequest::new(&request, secret, machine.clock.now).map_err(not_made)?;
            remember(context, &keep, &open)?;
            request
        }
    };
    let predicted = binding.predicted();
    let shown =
        Shown { request: &request, number: &number, desk: &profile.desk, way: &way, binding: &binding };
    print(context, options, &keep, &shown)?;
    if let Some(warning) = way::near_miss(&way, &facts, context.lang) {
        stderr::line(warning);
    }
    let lines = match predicted {
        Predicted::Accepted if facts.changed_since(Some(&number)) => {
            vec![CommandSentence::RequestChanged { number: &number }.say(context.lang)]
        }
        Predicted::Accepted => Vec::new(),
        Predicted::Refused => way::help(&binding, &facts, context.lang),
        Predicted::Unknown => way::unreadable(&binding, &facts, context.lang),
    };
    for line in lines {
        stderr::line(line);
    }
    context::say_if_activated(context, &facts);
    Ok(match predicted {
        Predicted::Accepted => Exit::Done,
        Predicted::Refused => Exit::Negative,
        Predicted::Unknown => Exit::Fault,
    })
}

/// Remembers a new request, because only the code of a remembered request can be entered.
fn remember(context: &Context, keep: &Keep, open: &OpenRequest) -> Result<(), CommandError> {
    let _lock = lock(keep.folder(), context.lang)?;
    let stored = keep.remember_request(open);
    if let Some(code) = stored.lost() {
        return Err(CommandError::not_kept(code, context.lang));
    }
    // UEFI keeps the request without its secret: its license will have no receipt.
    if !stored.file.is_there() {
        crate::page::kept_lines(context.lang, &stored).iter().for_each(stderr::line);
    }
    Ok(())
}

fn no_secret(context: &Context, error: &std::io::Error) -> CommandError {
    CommandError::new(Fault::SecretFailed { why: system_error(context.lang, error) }, Exit::Fault)
}

fn not_made(error: RequestError) -> CommandError {
    CommandError::new(Fault::RequestNotMade { why: error.to_string() }, Exit::Fault)
}

fn request_too_long() -> CommandError {
    CommandError::new(Fault::RequestTooLong, Exit::Fault)
}

fn number_needed() -> CommandError {
    CommandError::new(Fault::NumberNeeded, Exit::Usage)
}

fn number(context: &Context, mask: &Mask, text: &str) -> Result<Number, CommandError> {
    mask.find_number(text).map_err(|error| {
        let why = crate::page::number_fault(context.lang, NumberFault::of(text, error));
        CommandError::new(
            Fault::NumberMalformed { why, example: mask.example().as_str().to_owned() },
            Exit::Usage,
        )
    })
}

/// The request with what is told of it.
struct Shown<'a> {
    request: &'a Request,
    number: &'a Number,
    desk: &'a str,
    way: &'a Way,
    binding: &'a Binding,
}

fn print(context: &Context, options: &RequestOptions, keep: &Keep, shown: &Shown<'_>) -> anyhow::Result<()> {
    let Shown { request, number, desk, way, binding } = *shown;
    let url = request.url(desk).map_err(not_made)?;
    let text = request.text().map_err(not_made)?;
    let spoken = SpokenRequest::of(request).lines();
    if let Some(path) = options.out.as_deref().filter(|path| !is_standard_output(path)) {
        write(path, text.as_bytes(), context.lang)?;
    }
    let png = options.png.as_deref().map(|path| Ok::<_, anyhow::Error>((path, qr_png(&url)?)));
    let svg = options.svg.as_deref().map(|path| Ok((path, qr_svg(&url)?.into_bytes())));
    for picture in png.into_iter().chain(svg) {
        let (path, bytes) = picture?;
        if !is_standard_output(path) {
            write(path, &bytes, context.lang)?;
            continue;
        }
        let mut out = std::io::stdout().lock();
        out.write_all(&bytes)?;
        out.flush()?;
    }
    if pictures(options).any(is_standard_output) {
        return Ok(());
    }
    let mut out = match options.qr {
        Some(_) if !options.json => stdout::raw_output(),
        _ => stdout::output(context.lang, options.json),
    };
    if options.json {
        let object = json!({
            "url": url,
            "text": text,
            "spoken": spoken,
            "name": request.name().to_string(),
            "number": number.as_str(),
            "predicted": binding.predicted().name(),
            "way": way.name(),
            "fields": way::fields(binding, str::to_owned),
        });
        writeln!(out, "{object}")?;
        return Ok(());
    }
    if let Some(forms) = &options.qr {
        for row in qr_output(context, keep, &url, forms)? {
            writeln!(out, "{row}")?;
        }
    }
    if options.spoken {
        // The caller says the number first: the four lines don't hold it.
        writeln!(out, "{number}")?;
        for (at, text) in spoken.iter().enumerate() {
            writeln!(out, "{:>2}  {}", at + 8, line::grouped(text))?;
        }
        // The operator compares the name after a line was corrected.
        let name = request.name().to_string();
        stderr::line(CommandSentence::RequestNamed { name: &name }.say(context.lang));
    }
    let text_wanted = options.text || options.out.as_deref().is_some_and(is_standard_output);
    let other = options.qr.is_some() || options.spoken || options.out.is_some();
    if text_wanted || (!other && pictures(options).next().is_none()) {
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

/// The QR as lines: on a terminal as the wizard would draw it there, for a file or a pipe with explicit colours, without
/// escape sequences on demand. Where the terminal is too narrow there are no lines, and a sentence on standard error.
fn qr_output(context: &Context, keep: &Keep, url: &str, forms: &[QrForm]) -> anyhow::Result<Vec<String>> {
    let caps = Caps::here();
    let mono = forms.contains(&QrForm::Mono);
    if !mono && !stdout::is_terminal() {
        // It is shown on a terminal elsewhere, so it has the same bytes in every environment.
        let lines = screen::qr_lines(url, Theme::default(), look(QrView::default(), forms));
        return Ok(lines.ok_or_else(request_too_long)?.iter().map(painted).collect());
    }
    let view = if mono { QrView::default() } else { kept_qr_view(keep, &caps, context.lang) };
    let (need, rows) = if mono || caps.kind == Kind::Dumb {
        // Half blocks are plain text, even where the locale doesn't promise them.
        let view = if view.blocks == BlockWidth::Two { view } else { QrView::default() };
        let rows = screen::qr_text(url, look(view, forms)).ok_or_else(request_too_long)?;
        (rows.first().map_or(0, |row| row.chars().count()), rows)
    } else {
        let lines = screen::qr_lines(url, caps.theme(), look(view, forms)).ok_or_else(request_too_long)?;
        let need = lines.first().map_or(0, ratatui::text::Line::width);
        (need, lines.iter().map(painted).collect())
    };
    // A QR with wrapped lines can't be scanned.
    if let Some(have) = stdout::columns().filter(|_| !stdout::fits(need)) {
        stderr::line(CommandSentence::QrTooWide { need: &need, have: &have }.say(context.lang));
        return Ok(Vec::new());
    }
    if view.blocks == BlockWidth::Unknown && look(view, forms).drawing == QrDrawing::Blocks {
        stderr::line(CommandLine::QrIfTorn.say(context.lang));
    }
    Ok(rows)
}

/// How the QR is drawn by the values of `--qr`, beginning with that view.
fn look(mut view: QrView, forms: &[QrForm]) -> QrLook {
    for form in forms {
        match form {
            QrForm::Blocks => view.look.drawing = QrDrawing::Blocks,
            QrForm::Blanks => view.look.drawing = QrDrawing::Blanks,
            QrForm::Inverted => view.invert(),
            QrForm::Mono => {}
        }
    }
    view.look
}

/// The paths of the pictures.
fn pictures(options: &RequestOptions) -> impl Iterator<Item = &Path> {
    [&options.png, &options.svg].into_iter().flatten().map(PathBuf::as_path)
}

/// Whether the name of a file stands for standard output.
fn is_standard_output(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Checks that standard output gets one form, and that a picture isn't for a terminal.
fn check_output(options: &RequestOptions) -> Result<(), CommandError> {
    let text = options.out.as_deref().is_some_and(is_standard_output);
    let shown = pictures(options).filter(|path| is_standard_output(path)).count();
    let others = options.json || options.text || options.spoken || options.qr.is_some() || text;
    if shown > 1 || (shown > 0 && others) || (text && options.json) {
        return Err(CommandError::new(Fault::OutputTwice, Exit::Usage));
    }
    let png = options.png.as_deref().is_some_and(is_standard_output);
    if png && std::io::stdout().is_terminal() {
        return Err(CommandError::new(Fault::PngTerminal, Exit::Usage));
    }
    Ok(())
}

/// Writes a file whole or not at all.
fn write(path: &Path, bytes: &[u8], lang: Lang) -> Result<(), CommandError> {
    atomic_file::write(path, bytes).map_err(|error| {
        let path = path.display().to_string();
        CommandError::new(Fault::FileWrite { path, why: error.why(lang) }, Exit::Fault)
    })
}
