//! Reads a file or standard input whole, up to a limit.

use std::io::{self, Read};

/// Reads at most `limit` bytes.
///
/// # Errors
/// The reader's error; [`io::ErrorKind::FileTooLarge`] if there is more.
pub(super) fn read_to_end(from: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_over_the_limit_is_an_error_and_not_cut() {
        assert_eq!(read_to_end(&b"1234"[..], 4).unwrap(), b"1234");
        let error = read_to_end(&b"12345"[..], 4).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }
}
