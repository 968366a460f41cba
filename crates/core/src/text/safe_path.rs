//! A path as a shell word that is safe to show: no terminal acts on it, for any bytes.

use std::fmt::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::machine::is_visible;

/// The path as one word of a POSIX shell. Bytes that a terminal could act on, or a person could not see, become `\xHH`
/// in the quotes `$'…'` (bash, ksh, zsh, BusyBox).
#[must_use]
pub fn safe_path(path: &Path) -> String {
    let bytes = path.as_os_str().as_bytes();
    if let Some(text) = path.to_str().filter(|text| text.chars().all(is_visible))
        && let Ok(word) = shlex::try_quote(text)
    {
        return word.into_owned();
    }
    let mut word = String::from("$'");
    for byte in bytes {
        match byte {
            b'\'' | b'\\' => word.extend(['\\', char::from(*byte)]),
            b' '..=b'~' => word.push(char::from(*byte)),
            // Writing to a string can't fail.
            _ => drop(write!(word, "\\x{byte:02x}")),
        }
    }
    word.push('\'');
    word
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_path_is_one_word_without_control_characters() {
        for (bytes, word) in [
            (&b"/var/lib/countersign"[..], "/var/lib/countersign"),
            (b"/a b;rm -r", "'/a b;rm -r'"),
            ("/目录/档".as_bytes(), "'/目录/档'"),
            (b"x\x1b]0;owned\x07y", r"$'x\x1b]0;owned\x07y'"),
            ("it's\u{202e}".as_bytes(), r"$'it\'s\xe2\x80\xae'"),
            (b"\xff\\", r"$'\xff\\'"),
            (b"", "''"),
        ] {
            assert_eq!(safe_path(Path::new(OsStr::from_bytes(bytes))), word);
        }
    }

    proptest! {
        #[test]
        fn a_path_never_gives_a_control_character(bytes: Vec<u8>) {
            let word = safe_path(Path::new(OsStr::from_bytes(&bytes)));
            prop_assert!(!word.chars().any(char::is_control), "{word:?}");
        }
    }
}
