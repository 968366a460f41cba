//! What is said when a recorded machine can't be taken.

use crate::text::HardwareLine as L;

/// The English words.
pub fn hardware(line: L) -> &'static str {
    match line {
        L::NotFound => "There is nothing at {path}. Check the path given with --hardware.",
        L::Denied => {
            "You may not read {path}. Run the program as root, or copy the file to where you can read it."
        }
        L::Empty => "{path} is empty. Make the recording again: dmidecode --dump-bin FILE, as root.",
        L::TooLarge => {
            "{path} is larger than 16 MiB, so it is no recording of a machine. Make one: dmidecode --dump-bin FILE, as root."
        }
        L::Unknown => {
            "{path} is not a recording of a machine. It must be a file made by dmidecode --dump-bin FILE, the text that \
             dmidecode prints, or a folder laid out like /sys."
        }
        L::Broken => "{path} could not be read to its end. Copy it again, from another medium if need be.",
    }
}
