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
            "Point this phone's camera at the QR that countersign shows on the device, and open the address it finds."
        }
        L::Hotline => "Stuck? Call",
        L::Understood => "This is what the device says. Compare it with the machine in front of you.",
        L::Number => "License number",
        L::RequestName => "Request",
        L::CantRead => "The device could not read all three values, so there will be no license code yet.",
        L::WillAccept => "All three values can be used.",
        L::Button => "Get the license code",
        L::ButtonHelp => "See what to do",
        L::NothingYet => {
            "Nothing has been registered so far. The button asks the desk; it may be pressed again."
        }
        L::AnswerGone => "This address no longer shows the answer. Please press the button once more.",
        L::CodeTitle => "License code",
        L::TypeIn => {
            "Type these seven lines in on the device, at step 6. Capitals and blanks don't matter; small slips are mended."
        }
        L::Copy => "Copy the code",
        L::Copied => "Copied",
        L::CopyFailed => "Can't copy: please mark the lines by hand",
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
        L::PageUnknown => "There is no such page.",
        L::PageUnknownDo => "Scan the QR on the device again.",
        L::MethodUnknown => "This page isn't asked for that way.",
        L::TooLong => "This is too long for a request.",
        L::ScanAgain => {
            "Scan the QR on the device again, the whole of it. If that doesn't help, send the request as text, or have its four lines ready and call the desk."
        }
        L::NotJson => "This is not the JSON that is taken here.",
        L::NotJsonDo => "Send {\"request\": \"...\", \"scheme\": 3} with Content-Type: application/json.",
        L::NoRequest => "There is no request in what was sent.",
        L::CutOff => "The end of the request is missing.",
        L::Slip => "A character of the request is wrong, missing or too many.",
        L::BadRequest => "This request is not in order.",
        L::NewerRequest => "The device's program is newer than this desk.",
        L::NewerRequestDo => "Tell the desk's operator: this desk has to be updated.",
        L::TooOften => "This was asked too often in a short time.",
        L::Busy => "The desk is busy.",
        L::BusyDo => "Nothing is lost: the same request gets the same answer. Try again in a minute.",
        L::KeyUnavailable => "The desk can't sign license codes at the moment.",
        L::KeyUnavailableDo => {
            "Nothing was changed. Send the same request again in a few minutes; if that lasts, call the hotline and say the code."
        }
        L::Fault => "The desk has a fault of its own.",
        L::FaultDo => "It isn't you or the device. Try again later; the same request gets the same answer.",
    }
}

/// The English sentences with values.
pub fn phone_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Activate { product } => format!("Activate {product}"),
        S::WillRefuse { count } => format!(
            "{count} of the 3 values can't be used, so there will be no license code yet. The button shows what to do."
        ),
        S::TooOftenDo { seconds } => format!("Nothing was changed. Wait {seconds} seconds, then try again."),
        S::SharedCode { product, name } => format!("{product}: license code for request {name}"),
    }
}
