//! `countersign request`: makes or shows the open request.

use std::io::{IsTerminal, Write};

use serde_json::json;

use crate::screen;
use crate::terminal::{Caps, Kind, painted};
use crate::text::{CommandLine as L, Fault};
use countersign_core::protocol::binding::{Binding, Predicted};
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Mask, Number, Platform, Request, line};
use countersign_core::review;
use countersign_core::text::Line as _;
use countersign_keep::{Keep, KeepError, OpenRequest, StorageKind, WriteOutcome};

use super::cli::RequestOptions;
use super::context::{self, Context};
use super::exit::{Exit, Refused};

/// Runs the command.
///
/// # Errors
/// [`Refused`] where there is no number, profile or machine, or a file can't be written.
pub fn run(world: &Context, options: &RequestOptions) -> anyhow::Result<Exit> {
    let profile = world.profile()?;
    let machine = world.machine()?;
    let keep = world.keep_to_write(&machine, profile)?;
    let judged = review::review(&machine, &profile.policy);
    let declared = keep.load_session().ok().flatten().map(|session| session.declared).unwrap_or_default();
    let binding = Binding::of(&machine, &judged, &declared);
    let open = keep.open_requests().list;
    let given = options.number.as_deref().map(|text| number(world, &profile.mask, text)).transpose()?;
    let number = match (given, open.last()) {
        (Some(number), _) => number,
        (None, Some(open)) => profile.mask.unpack(open.number).ok_or_else(needed)?,
        (None, None) => return Err(needed().into()),
    };
    let packed = profile.mask.pack(&number).ok_or_else(needed)?;
    let platform = Platform::of(&machine);
    let with = |nonce| binding.request(profile.version, packed, nonce, platform);
    // The same machine and number have the same request: its code stays good.
    let standing = open.iter().rev().map(|open| with(open.nonce)).find(|request| {
        open.iter().any(|open| open.nonce == request.head.nonce && open.request().as_ref() == Some(request))
    });
    let request = match standing {
        Some(request) => request,
        None => {
            let request = with(super::effects::nonce()?);
            remember(world, &keep, &OpenRequest::new(&request, machine.clock.now)?)?;
            request
        }
    };
    let predicted = binding.predicted();
    print(world, options, &request, &number, &profile.desk, predicted)?;
    context::say_if_activated(world, &keep, &machine, profile);
    Ok(match predicted {
        Predicted::Accepted => Exit::Done,
        Predicted::Refused => Exit::Not,
        Predicted::Unknown => Exit::Fault,
    })
}

/// Keeps a new request among the open ones; a code for one that is not kept could never be entered.
fn remember(world: &Context, keep: &Keep, open: &OpenRequest) -> Result<(), Refused> {
    let _lock = super::session::lock(keep.folder())?;
    let stored = keep.remember_request(open);
    match stored.file {
        WriteOutcome::Failed(error) if !stored.efi.is_there() => {
            Err(super::effects::not_kept(KeepError::Storage(StorageKind::File, error), world.lang))
        }
        _ => Ok(()),
    }
}

fn too_long() -> Refused {
    Refused::new(Fault::RequestTooLong, Exit::Fault, &[])
}

fn needed() -> Refused {
    Refused::new(Fault::NumberNeeded, Exit::Usage, &[])
}

fn number(world: &Context, mask: &Mask, text: &str) -> Result<Number, Refused> {
    mask.number(text).map_err(|error| {
        let why = crate::page::number_fault(world.lang, error);
        Refused::new(
            Fault::NumberMalformed,
            Exit::Usage,
            &[("why", &why), ("example", mask.example().as_str())],
        )
    })
}

fn print(
    world: &Context,
    options: &RequestOptions,
    request: &Request,
    number: &Number,
    desk: &str,
    predicted: Predicted,
) -> anyhow::Result<()> {
    let url = request.url(desk).map_err(|_| too_long())?;
    let text = request.text().map_err(|_| too_long())?;
    let spoken = SpokenRequest::of(request).lines();
    if let Some(path) = &options.png {
        write(path, &super::effects::png(&url)?)?;
    }
    if let Some(path) = &options.out {
        write(path, text.as_bytes())?;
    }
    let mut out = super::stdout::paper(world.lang, options.json || options.qr);
    if options.json {
        let object = json!({
            "url": url,
            "text": text,
            "spoken": spoken,
            "name": request.name().to_string(),
            "number": number.as_str(),
            "predicted": predicted.name(),
        });
        writeln!(out, "{object}")?;
        return Ok(());
    }
    if options.qr {
        for row in drawn(world, &url)? {
            writeln!(out, "{row}")?;
        }
    }
    if options.spoken {
        for (at, text) in spoken.iter().enumerate() {
            writeln!(out, "{:>2}  {}", at + 8, line::grouped(text))?;
        }
    }
    if options.text || (!options.qr && !options.spoken && options.png.is_none() && options.out.is_none()) {
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

/// The QR as this terminal can show it, with the glyphs and colours of the wizard's screen; none, and a word on
/// standard error, where it is too narrow. For a file or a pipe without colours, by the locale's character set.
fn drawn(world: &Context, url: &str) -> anyhow::Result<Vec<String>> {
    let caps = Caps::here();
    if !std::io::stdout().is_terminal() || caps.kind == Kind::Dumb {
        return Ok(screen::qr_inked(url, caps.glyphs).ok_or_else(too_long)?);
    }
    let lines = screen::qr_printed(url, caps.theme()).ok_or_else(too_long)?;
    let need = lines.first().map_or(0, ratatui::text::Line::width);
    match rustix::termios::tcgetwinsize(std::io::stdout()).map(|size| usize::from(size.ws_col)) {
        // Lines that are broken are no QR.
        Ok(have) if have > 0 && have < need => {
            let with = [("need", &*need.to_string()), ("have", &*have.to_string())];
            eprintln!("{}", L::QrTooWide.fill(world.lang, &with));
            Ok(Vec::new())
        }
        _ => Ok(lines.iter().map(painted).collect()),
    }
}

/// Writes a file whole.
fn write(path: &std::path::Path, bytes: &[u8]) -> Result<(), Refused> {
    super::atomic_file::write(path, bytes).map_err(|error| {
        let with = [("path", &*path.display().to_string()), ("why", &error.to_string())];
        Refused::new(Fault::FileWrite, Exit::Fault, &with)
    })
}
