//! Manual pages.

use crate::text::ManualLine as L;

/// The words of a line.
#[must_use]
pub fn manual(line: L) -> &'static str {
    match line {
        L::HeadName => "NAME",
        L::HeadSynopsis => "SYNOPSIS",
        L::HeadDescription => "DESCRIPTION",
        L::HeadNotes => "NOTES",
        L::HeadSeeAlso => "SEE ALSO",
        L::HeadExample => "EXAMPLE",
        L::HeadKeys => "KEYS",
        L::HeadPolicy => "KEYS OF [policy]",
        L::HeadPinned => "KEYS OF EACH [[keys]]",
        L::HeadDevice => "THE DEVICE PROGRAM",
        L::HeadDesk => "THE DESK",

        L::ProfileAbout => "settings of a product for its activation",
        L::ProfileWhat => {
            "The profile is a TOML file that sets up the device program for a product: which licenses it accepts, from which desk, and under which rules. The desk writes it (countersign-desk profiles). Do not edit it by hand. An unknown key is refused."
        }
        L::ProfileTrust => {
            "The profile pins the keys that licenses are verified by. It has to be a regular file that belongs to root, in a folder that belongs to root, and neither may be writable by group or others. countersign doctor says what is wrong and how to fix it."
        }
        L::KeyId => {
            "The number that the desk gave this profile, unique across its products. A profile without it was never published by a desk."
        }
        L::KeyPublished => "The day on which the desk published it, such as 2026-11-28. Optional.",
        L::KeyVersion => "The version of the product's profile, 1 or higher. Required.",
        L::KeyProduct => {
            "The identifier that licenses are signed for: 1 to 40 characters of a-z, 0-9, '.' and '-', a letter first. It never \
             changes. Required."
        }
        L::KeyName => {
            "The product's name, as people see it: at most 64 columns of visible characters. Required."
        }
        L::KeyMask => {
            "The form of license numbers: A stands for a letter, 9 for a digit, such as AA99999999999. Required."
        }
        L::KeyDesk => {
            "The host of the desk's page, at most 40 characters; with 20 or fewer the QR is smaller. Required."
        }
        L::KeyOnline => {
            "The address of the desk's interface for devices, https://HOST or https://HOST:PORT. Optional: default: https:// and the desk's host."
        }
        L::KeyHotline => "A telephone number for people who are stuck. Optional.",
        L::KeyRules => "The version of the review rules that the profile was made with. Required.",
        L::KeyPolicy => "A table: which values beyond the firmware's own may be bound. Optional; see below.",
        L::KeyKeys => "Tables, at least one: the public keys whose licenses are accepted; see below.",
        L::PolicyRecovered => {
            "Whether values from other places on the machine may replace refused ones; default: true."
        }
        L::PolicyAssigned => {
            "Whether a value may be assigned if nothing on the machine has one; default: false."
        }
        L::PolicyDeclared => {
            "Which values a person may read off the label: \"no\" (the default), \"serial\" or \"any\"."
        }
        L::PolicyOlder => {
            "Whether the older binding is offered as a last resort, over the network only; default: false."
        }
        L::PolicySpoken => "Whether the desk answers requests read out on the telephone; default: false.",
        L::PolicyGrace => {
            "How many days a machine stays activated after a bound value was lost; default: 14."
        }
        L::PinnedId => "The key's number, 0 to 31, unique in the file.",
        L::PinnedPublic => "The Ed25519 public key, 64 hexadecimal digits.",

        L::ExitCodesAbout => "exit codes of countersign and countersign-desk",
        L::ExitCodesContract => {
            "The exit codes are a contract with scripts: codes may be added, but the meaning of a code never changes."
        }
        L::ExitCodesError => {
            "A refusal prints its code, what happened and what to do now on standard error. With --json, standard output also gets an \
             object whose key error has code, what and cure."
        }
        L::ExitCodesWizard => "The wizard ends with 0 if the machine is activated, otherwise with 3.",
        L::ExitCodesDeskError => {
            "With --json, a failed command of the desk prints an object with decision, reason, what and next."
        }
        L::DeskDone => "done",
        L::DeskFault => "a fault of the desk or of the system",
        L::DeskUsage => "wrong usage",
        L::DeskRefused => "the desk refused the request, the act or the input",
    }
}
