//! What is said when a recorded machine (`--hardware PATH`) can't be taken.

use crate::machine::RecordingError;

lines! {
    /// Why a recording can't be taken, and what to do now. `{path}` is the path that was given.
    pub enum HardwareLine in hardware { NotFound, Denied, Empty, TooLarge, Unknown, Broken }
}

impl From<&RecordingError> for HardwareLine {
    fn from(error: &RecordingError) -> Self {
        match error {
            RecordingError::NotFound(_) => Self::NotFound,
            RecordingError::Denied(_) => Self::Denied,
            RecordingError::Empty(_) => Self::Empty,
            RecordingError::TooLarge(_) => Self::TooLarge,
            RecordingError::Unknown(_) => Self::Unknown,
            RecordingError::Broken(_) => Self::Broken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Lang, Line};

    #[test]
    fn every_line_names_the_path_in_both_languages() {
        for line in HardwareLine::ALL {
            for lang in [Lang::En, Lang::Zh] {
                let text = line.fill(lang, &[("path", "/tmp/x.bin")]);
                assert!(text.contains("/tmp/x.bin") && !text.contains(['{', '}']), "{text}");
            }
        }
    }
}
