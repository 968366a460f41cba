//! The names of a call, and how they are filled into the words of a screen.

use std::borrow::Cow;

/// The names of a call, which replace those in the file.
#[derive(Debug, Clone)]
pub struct CallNames {
    /// The product.
    pub product: String,
    /// The license number.
    pub number: CallName,
    /// The desk's host.
    pub desk: String,
    /// The address to which devices send requests over their network.
    pub online: String,
    /// The hotline, if the profile names one.
    pub hotline: Option<String>,
    /// The name of the request.
    pub request: CallName,
}

/// A name that differs from call to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallName {
    /// The caller's.
    Own(String),
    /// An example's, because nothing is known of the caller.
    Example(String),
    /// Unknown; a blank stands for it.
    Blank,
}

/// The blank for an unknown name.
const BLANK: &str = "___-___";

/// The place of the license number, and that of the request's name.
pub(super) const NUMBER: &str = "{number}";
pub(super) const REQUEST: &str = "{request}";

/// What stands for the names that no call has.
pub(super) const EXAMPLES: [(&str, &str); 3] =
    [("{case}", "CAS-000012"), ("{folder}", "/media/usb"), ("{group}", "_____ _____ _____ _____")];

impl CallName {
    fn text(&self) -> &str {
        match self {
            Self::Own(name) | Self::Example(name) => name,
            Self::Blank => BLANK,
        }
    }
}

impl CallNames {
    pub(super) fn fill(&self, text: &str) -> String {
        let names = [
            ("{product}", self.product.as_str()),
            (NUMBER, self.number.text()),
            ("{desk}", &self.desk),
            ("{online}", &self.online),
            ("{hotline}", self.hotline.as_deref().unwrap_or_default()),
            (REQUEST, self.request.text()),
        ];
        let filled =
            names.iter().chain(&EXAMPLES).fold(Cow::Borrowed(text), |text, (name, value)| {
                match text.contains(name) {
                    true => Cow::Owned(text.replace(name, value)),
                    false => text,
                }
            });
        filled.into_owned()
    }
}
