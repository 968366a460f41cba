//! The phone pages and errors.

use crate::text::{PhoneLine as L, PhoneSentence as S};

/// The English words.
pub fn phone(line: L) -> &'static str {
    match line {
        L::English => "English",
        L::Chinese => "中文",
        L::SkipToContent => "Skip to the content",
        L::Footer => "Activation desk",
        L::Landing => "Activation desk",
        L::LandingDo => {
            "Point this phone's camera at the QR that countersign shows on the device, and open the address."
        }
        L::Hotline => "Stuck? Call",
        L::Understood => "This is what the device says. Compare it with the machine in front of you.",
        L::Number => "License number",
        L::RequestName => "Request",
        L::CantRead => "The device could not read all three values, so you can't get a license code yet.",
        L::WillAccept => "All three values can be used.",
        L::Button => "Get the license code",
        L::ButtonHelp => "See what to do",
        L::NothingYet => {
            "Nothing has been registered so far. The button asks the desk; you may press it again."
        }
        L::AnswerGone => "This address no longer shows the answer. Please press the button once more.",
        L::CodeTitle => "License code",
        L::TypeIn => {
            "Type these seven lines on the device, at step 6. Case and spaces don't matter; small errors are corrected."
        }
        L::Copy => "Copy the code",
        L::Copied => "Copied",
        L::CopyFailed => "Can't copy: please select the lines by hand",
        L::ReadAloud => "Read it out on the telephone",
        L::ReadAloudDo => "Say the line's number, then group by group. Wait until each line is accepted.",
        L::Valid => "Valid",
        L::Share => "Share",
        L::Print => "Print",
        L::Product => "Product",
        L::Device => "Device",
        L::RefusedTitle => "No license code yet",
        L::Case => "Case number, to quote",
        L::FieldDiffers => "differs",
        L::NumberAsked => "The number in this request",
        L::NumberUnreadable => "(not a number of this product)",
        L::PageUnknown => "This page does not exist.",
        L::PageUnknownDo => "Scan the QR on the device again.",
        L::MethodUnknown => "This page does not support this method.",
        L::TooLong => "This is too long for a request.",
        L::ScanAgain => {
            "Scan the QR on the device again, the whole of it. If that doesn't help, send the request as text, or have its four lines ready and call the desk."
        }
        L::NotJson => "This is not the expected JSON.",
        L::NotJsonDo => "Send {\"request\": \"...\", \"scheme\": 3} with Content-Type: application/json.",
        L::NoRequest => "The sent text contains no request.",
        L::CutOff => "The end of the request is missing.",
        L::Slip => "A character of the request is wrong, missing or extra.",
        L::BadRequest => "This request is not valid.",
        L::NewerRequest => "The device's program is newer than this desk.",
        L::NewerRequestDo => "Tell the desk's operator that this desk must be updated.",
        L::TooOften => "This was asked too often in a short time.",
        L::Busy => "The desk is busy.",
        L::BusyDo => "Nothing is lost: the same request gets the same answer. Try again in a minute.",
        L::Unconfirmed => "The database's server disconnected before it confirmed this.",
        L::UnconfirmedDo => {
            "A request can be sent again: the same request gets the same answer. If you changed something else, look whether it was changed before you try again."
        }
        L::KeyUnavailable => "The desk can't sign license codes at the moment.",
        L::KeyUnavailableDo => {
            "Nothing was changed. Send the same request again in a few minutes; if that doesn't help, call the hotline and quote the code."
        }
        L::Fault => "The desk has an internal fault.",
        L::FaultDo => {
            "Neither you nor the device is the cause. Try again later; the same request gets the same answer."
        }
    }
}

/// The English sentences with values.
pub fn phone_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Activate { product } => format!("Activate {product}"),
        S::WillRefuse { count } => format!(
            "{count} of the 3 values can't be used, so you can't get a license code yet. The button shows what to do."
        ),
        S::TooOftenDo { seconds } => format!("Nothing was changed. Wait {seconds} seconds, then try again."),
        S::SharedCode { product, name } => format!("{product}: license code for request {name}"),
    }
}
