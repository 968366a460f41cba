//! Reads a file or standard input whole, up to a limit. Longer input is an error and never cut.

use std::io::{self, Read};

/// Reads all bytes.
///
/// # Errors
/// The reader's error; [`io::ErrorKind::FileTooLarge`] for more than `limit` bytes.
pub(crate) fn read_to_end(from: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// Reads all text.
///
/// # Errors
/// As [`read_to_end`]; [`io::ErrorKind::InvalidData`] for text that is not UTF-8.
pub(crate) fn read_to_string(from: impl Read, limit: u64) -> io::Result<String> {
    let mut text = String::new();
    from.take(limit + 1).read_to_string(&mut text)?;
    if text.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_over_the_limit_is_an_error_and_not_cut() {
        assert_eq!(read_to_end(&b"1234"[..], 4).unwrap(), b"1234");
        assert_eq!(read_to_string(&b"1234"[..], 4).unwrap(), "1234");
        assert_eq!(read_to_end(&b"12345"[..], 4).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read_to_string(&b"12345"[..], 4).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
