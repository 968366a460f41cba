//! What a command knows of its terminal: the same as a session there, with what the person chose for it in the saved session.

use crate::terminal::Caps;
use crate::wizard::{QrView, TerminalSettings};
use countersign_core::lang::Lang;
use countersign_keep::{Keep, Session};

/// The name of this terminal and the width of its half blocks, in that language.
pub fn terminal_settings(caps: &Caps, lang: Lang) -> TerminalSettings {
    TerminalSettings { name: std::env::var("TERM").unwrap_or_default(), blocks: caps.blocks(lang) }
}

/// How a session on this terminal draws the QR once it goes on.
pub fn qr_view(session: Option<&Session>, caps: &Caps, lang: Lang) -> QrView {
    QrView::restored(session.and_then(|session| session.qr.as_ref()), &terminal_settings(caps, lang))
}

/// [`qr_view`] by what is kept.
pub fn kept_qr_view(keep: &Keep, caps: &Caps, lang: Lang) -> QrView {
    qr_view(keep.load_session().ok().flatten().as_ref(), caps, lang)
}
