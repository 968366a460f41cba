//! Copies text to the clipboard of the person's terminal by OSC 52, over any number of hops.
//!
//! Lives here: the sequence, and its wrapping for tmux and screen. The program can't know whether it arrived, so the text is
//! always visible as well.

use data_encoding::BASE64;

/// The longest text that is sent, in bytes; terminals drop longer ones.
pub const COPY_MAX: usize = 32 * 1024;

/// The longest string GNU screen passes on, less its wrapping.
const SCREEN_CHUNK: usize = 512;

/// How the sequence gets to the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// Not at all: this terminal has no clipboard, or would print the sequence.
    No,
    /// As it is.
    Plain,
    /// Through tmux.
    Tmux,
    /// Through GNU screen.
    Screen,
}

/// The result of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Copied {
    /// Sent; whether the terminal took it is not known.
    Sent,
    /// The text is too long.
    TooLong,
    /// This terminal has no clipboard.
    NotHere,
}

/// The bytes that put that text into the clipboard.
///
/// # Errors
/// Why nothing is to be sent.
pub(super) fn sequence(text: &str, route: Route) -> Result<Vec<u8>, Copied> {
    if text.len() > COPY_MAX {
        return Err(Copied::TooLong);
    }
    let plain = format!("\x1b]52;c;{}\x07", BASE64.encode(text.as_bytes()));
    match route {
        Route::No => Err(Copied::NotHere),
        Route::Plain => Ok(plain.into_bytes()),
        // tmux takes the plain form where `set-clipboard` is on, and the wrapped one where `allow-passthrough` is.
        Route::Tmux => {
            let wrapped = plain.replace('\x1b', "\x1b\x1b");
            Ok(format!("{plain}\x1bPtmux;{wrapped}\x1b\\").into_bytes())
        }
        Route::Screen => {
            let chunks = plain.as_bytes().chunks(SCREEN_CHUNK);
            Ok(chunks.flat_map(|chunk| [b"\x1bP", chunk, b"\x1b\\"].concat()).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_encoded_for_each_route() {
        let plain: &[u8] = b"\x1b]52;c;SEktMg==\x07";
        assert_eq!(sequence("HI-2", Route::Plain).unwrap(), plain);
        let tmux: &[u8] = b"\x1bPtmux;\x1b\x1b]52;c;SEktMg==\x07\x1b\\";
        assert_eq!(sequence("HI-2", Route::Tmux).unwrap(), [plain, tmux].concat());
        let screen: &[u8] = b"\x1bP\x1b]52;c;SEktMg==\x07\x1b\\";
        assert_eq!(sequence("HI-2", Route::Screen).unwrap(), screen);
        assert_eq!(sequence("HI-2", Route::No), Err(Copied::NotHere));
    }

    #[test]
    fn screen_gets_chunks_that_concatenate_to_the_whole() {
        let sent = sequence(&"x".repeat(3000), Route::Screen).unwrap();
        let sent = String::from_utf8(sent).unwrap();
        let pieces: Vec<&str> =
            sent.split_terminator("\x1b\\").map(|piece| piece.strip_prefix("\x1bP").unwrap()).collect();
        assert!(pieces.len() > 5 && pieces.iter().all(|piece| piece.len() <= SCREEN_CHUNK));
        assert_eq!(pieces.concat().into_bytes(), sequence(&"x".repeat(3000), Route::Plain).unwrap());
    }

    #[test]
    fn a_text_too_long_is_not_sent() {
        assert_eq!(sequence(&"x".repeat(COPY_MAX + 1), Route::Plain), Err(Copied::TooLong));
        assert!(sequence(&"x".repeat(COPY_MAX), Route::Plain).is_ok());
    }
}
