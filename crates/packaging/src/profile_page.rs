//! `countersign-profile(5)`: the file with the settings of a product for the device program.
//!
//! A test compares the keys with those of the profile's parser, and parses the example.

use countersign_core::lang::Lang;
use countersign_core::text::Line as _;

use crate::ManualPage;
use crate::page::Page;
use crate::text::ManualLine as L;

/// The keys at the top of the file, with their words.
pub const PROFILE_KEYS: [(&str, L); 12] = [
    ("id", L::KeyId),
    ("published", L::KeyPublished),
    ("version", L::KeyVersion),
    ("product", L::KeyProduct),
    ("name", L::KeyName),
    ("number-mask", L::KeyMask),
    ("desk", L::KeyDesk),
    ("online", L::KeyOnline),
    ("hotline", L::KeyHotline),
    ("rules", L::KeyRules),
    ("policy", L::KeyPolicy),
    ("keys", L::KeyKeys),
];

/// The keys of `[policy]`.
pub const POLICY_KEYS: [(&str, L); 6] = [
    ("recovered", L::PolicyRecovered),
    ("assigned", L::PolicyAssigned),
    ("declared", L::PolicyDeclared),
    ("older-binding", L::PolicyOlder),
    ("spoken", L::PolicySpoken),
    ("grace", L::PolicyGrace),
];

/// The keys of each `[[keys]]`.
pub const KEY_KEYS: [(&str, L); 2] = [("id", L::PinnedId), ("public", L::PinnedPublic)];

/// A profile, as the page shows it.
pub const EXAMPLE: &str = r#"id = 1
published = "2026-11-28"
version = 1
product = "example-os"
name = "Example OS 10"
number-mask = "AA99999999999"
desk = "desk.example.com"
rules = 2

[policy]
recovered = true
assigned = false
declared = "serial"

[[keys]]
id = 0
public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
"#;

/// The page.
#[must_use]
pub fn profile_page(lang: Lang, date: &str) -> ManualPage {
    let say = |line: L| line.say(lang);
    let mut page = Page::new("countersign-profile", 5, lang, date, L::ProfileAbout);
    page.heading(L::HeadSynopsis).path("/etc/countersign/profile.toml");
    page.heading(L::HeadDescription).paragraph(say(L::ProfileWhat)).paragraph(say(L::ProfileTrust));
    for (heading, keys) in [
        (L::HeadKeys, PROFILE_KEYS.as_slice()),
        (L::HeadPolicy, POLICY_KEYS.as_slice()),
        (L::HeadPinned, KEY_KEYS.as_slice()),
    ] {
        page.heading(heading);
        for (key, words) in keys {
            page.entry(key, say(*words));
        }
    }
    page.heading(L::HeadExample).literal(EXAMPLE);
    page.see_also(&[("countersign", 1), ("countersign-doctor", 1), ("countersign-desk", 1)]);
    page.finish()
}
