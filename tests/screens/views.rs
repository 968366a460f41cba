//! The views of each step, and the keys that lead there.

use countersign::wizard::online::{CertificateFault, DeskAnswer, DeskRefusal, OnlineError};
use countersign::wizard::{BlockWidth, QrView};

use countersign_core::machine::Field;

use super::machines;
use super::rig::Rig;
use super::script::play;

/// One view.
pub struct View {
    /// Its step, which names the folder of its snapshot.
    pub step: &'static str,
    /// Its name within the step.
    pub name: &'static str,
    /// The session that it begins with.
    pub start: fn() -> Rig,
    /// The keys from there, as `script` reads them.
    pub keys: &'static str,
    /// Whether it is the main view of its step, which has a section for every combination of size, look and language.
    pub main: bool,
}

impl View {
    /// A session at this view.
    pub fn rig(&self) -> Rig {
        play((self.start)(), self.keys)
    }
}

const fn main(step: &'static str, name: &'static str, start: fn() -> Rig, keys: &'static str) -> View {
    View { step, name, start, keys, main: true }
}

/// A view that isn't the main one of its step.
pub const fn view(step: &'static str, name: &'static str, start: fn() -> Rig, keys: &'static str) -> View {
    View { step, name, start, keys, main: false }
}

fn sound() -> Rig {
    Rig::real(machines::sound())
}

fn refused_everywhere() -> Rig {
    Rig::real(machines::refused_everywhere())
}

fn refused() -> Rig {
    Rig::real(machines::refused())
}

fn refused_serial() -> Rig {
    Rig::real(machines::refused_serial())
}

/// The refused machine, with a product that takes no recovered values.
pub fn nothing_recovered() -> Rig {
    let mut rig = refused();
    rig.state.settings.profile.policy.recovered = false;
    rig.state.facts = rig.outside.facts(&rig.state.settings.profile);
    rig
}

fn unreadable() -> Rig {
    Rig::real(machines::unreadable())
}

fn with_tool() -> Rig {
    Rig::real(machines::with_tool())
}

fn several() -> Rig {
    Rig::several(machines::sound())
}

fn guest() -> Rig {
    Rig::real(machines::guest())
}

fn board() -> Rig {
    Rig::real(machines::board())
}

fn hostile() -> Rig {
    Rig::real(machines::hostile())
}

fn without_uefi() -> Rig {
    Rig::without_uefi(machines::sound())
}

/// A session on a terminal that may draw half blocks two columns wide.
fn unknown_width() -> Rig {
    let mut rig = Rig::real(machines::sound());
    rig.state.settings.terminal.blocks = BlockWidth::Unknown;
    rig.state.qr = QrView::of(&rig.state.settings.terminal);
    rig
}

fn practice() -> Rig {
    Rig::practice("blank-model", true)
}

fn no_profile() -> Rig {
    Rig::practice("clean", false)
}

fn online() -> Rig {
    Rig::online(machines::sound(), None)
}

fn online_refused() -> Rig {
    Rig::online(machines::refused(), None)
}

fn online_asking() -> Rig {
    Rig::online(machines::sound(), Some(None))
}

fn online_certificate() -> Rig {
    let why = CertificateFault::Issuer;
    Rig::online(machines::sound(), Some(Some(DeskAnswer::Failed(OnlineError::Certificate(why)))))
}

fn online_differs() -> Rig {
    let refusal = DeskRefusal {
        reason: "DEVICE-DIFFERS".to_owned(),
        findings: Vec::new(),
        differs: vec!["serial".to_owned(), "board".to_owned()],
        case: Some("CAS-000012".to_owned()),
    };
    Rig::online(machines::sound(), Some(Some(DeskAnswer::Refused(refusal))))
}

fn without_storage() -> Rig {
    Rig::without_storage(machines::sound())
}

/// A session at Route whose number is gone.
fn number_gone() -> Rig {
    let mut rig = play(sound(), "AA03220123951<enter><enter>");
    rig.state.draft.number = None;
    rig
}

/// A session at Route with a model that is too long for a request.
fn too_long() -> Rig {
    let mut rig = play(sound(), "AA03220123951<enter><enter>");
    let findings = &mut rig.state.facts.review.findings;
    let model = findings.iter_mut().find(|finding| finding.field == Field::Model).unwrap();
    model.value = "X".repeat(97);
    rig
}

/// All views, in the order of the session.
pub const VIEWS: &[View] = &[
    main("1-welcome", "number", sound, "AA0322"),
    view("1-welcome", "products", several, ""),
    view("1-welcome", "product-number", several, "2"),
    view("8-done", "product", several, "1AA03220123951<enter><enter><enter><enter><paste><enter><enter>"),
    view("1-welcome", "fault", sound, "AA0322012395<enter>"),
    view("1-welcome", "letter-fault", sound, "AAX3220123951<enter>"),
    view("1-welcome", "resume", refused, "AA03220123951<enter><enter><restart>"),
    view("1-welcome", "practice", practice, ""),
    view("1-welcome", "no-profile", no_profile, ""),
    view(
        "1-welcome",
        "changed",
        sound,
        "AA03220123951<enter><enter><enter><enter><paste><enter><enter><firmware serial HLT22K7Q2094><restart>",
    ),
    view(
        "1-welcome",
        "changed-known",
        sound,
        "AA03220123951<enter><enter><enter><enter><paste><enter><enter><firmware serial HLT22K7Q2094><restart><enter>",
    ),
    view("2-inspect", "recovered", refused, "AA03220123951<enter><enter>1<enter><esc><esc>"),
    main("2-inspect", "refused", refused, "AA03220123951<enter>"),
    view("2-inspect", "sound", sound, "AA03220123951<enter>"),
    view("2-inspect", "unreadable", unreadable, "AA03220123951<enter>"),
    view("2-inspect", "board", board, "AA03220123951<enter>"),
    view("2-inspect", "hostile", hostile, "AA03220123951<enter>"),
    view("2-inspect", "without-uefi", without_uefi, "AA03220123951<enter>"),
    view("2-inspect", "read-again", refused, "AA03220123951<enter>r"),
    view("2-inspect", "bound", refused_serial, "AA03220123951<enter><enter>1<enter><esc><esc>"),
    view(
        "2-inspect",
        "changed",
        sound,
        "AA03220123951<enter><enter><enter><enter><paste><enter><enter><firmware serial HLT22K7Q2094><restart>AA03220123951<enter>",
    ),
    view("2-inspect", "details", refused, "AA03220123951<enter>d"),
    main("3-fix", "list", refused_everywhere, "AA03220123951<enter><enter><down>"),
    view("3-fix", "list-recover", refused, "AA03220123951<enter><enter>"),
    view("3-fix", "list-guest", guest, "AA03220123951<enter><enter>"),
    view("3-fix", "list-board", board, "AA03220123951<enter><enter>"),
    view("3-fix", "list-unreadable", unreadable, "AA03220123951<enter><enter>"),
    view("3-fix", "list-chosen", refused_everywhere, "AA03220123951<enter><enter>1<enter><esc>"),
    main("3-fix", "recover", refused, "AA03220123951<enter><enter>1"),
    view("3-fix", "assign", refused_everywhere, "AA03220123951<enter><enter>1"),
    view("3-fix", "read-again", unreadable, "AA03220123951<enter><enter>1"),
    view("3-fix", "write", refused, "AA03220123951<enter><enter>2"),
    view("3-fix", "write-guest", guest, "AA03220123951<enter><enter>2"),
    view("3-fix", "older", online_refused, "AA03220123951<enter><enter>3"),
    view("3-fix", "declare", refused_everywhere, "AA03220123951<enter><enter>2PF0A9K3Z"),
    view("3-fix", "declare-two", nothing_recovered, "AA03220123951<enter><enter>2H310M-R8<enter>BR80"),
    view(
        "3-fix",
        "declare-fault",
        nothing_recovered,
        "AA03220123951<enter><enter>2H310M-R8<tab>Default string<enter>",
    ),
    view("3-fix", "declare-confirm", refused_everywhere, "AA03220123951<enter><enter>2PF0A9K3Z<enter>"),
    view(
        "3-fix",
        "declare-near",
        nothing_recovered,
        "AA03220123951<enter><enter>2H310M-R8<enter>BR80G123456Z<enter>",
    ),
    view(
        "3-fix",
        "declared",
        nothing_recovered,
        "AA03220123951<enter><enter>2H310M-R8<enter>PF0A9K3Z<enter><enter><esc>",
    ),
    view("3-fix", "confirm", with_tool, "AA03220123951<enter><enter>2<enter>"),
    view("3-fix", "changed", refused, "AA03220123951<enter><enter><firmware model H310M-R8>r"),
    view(
        "3-fix",
        "all-good",
        refused,
        "AA03220123951<enter><enter><firmware model H310M-R8><firmware serial BR80G1234567>r",
    ),
    view("3-fix", "practice", practice, "AA03220123951<enter><enter>2"),
    main("4-route", "choice", sound, "AA03220123951<enter><enter><down>"),
    view("4-route", "refused", refused, "AA03220123951<enter><enter>a"),
    view("4-route", "recovered", refused, "AA03220123951<enter><enter>1<enter>"),
    view("4-route", "online", online, "AA03220123951<enter><enter>"),
    view("4-route", "older", online_refused, "AA03220123951<enter><enter>a<down><down>"),
    main("5-request", "qr", sound, "AA03220123951<enter><enter><enter>"),
    view("5-request", "qr-inverted", sound, "AA03220123951<enter><enter><enter>i"),
    view("5-request", "qr-blanks", sound, "AA03220123951<enter><enter><enter>b"),
    view("5-request", "qr-alone", sound, "AA03220123951<enter><enter><enter>z"),
    view("5-request", "width-asked", unknown_width, "AA03220123951<enter><enter><enter>"),
    view("5-request", "width-two", unknown_width, "AA03220123951<enter><enter><enter>n"),
    view("5-request", "recovered", refused, "AA03220123951<enter><enter>1<enter>1"),
    view("5-request", "recovered-spoken", refused, "AA03220123951<enter><enter>1<enter>3"),
    view("5-request", "text", sound, "AA03220123951<enter><enter>2"),
    view("5-request", "spoken", sound, "AA03220123951<enter><enter>3"),
    view("5-request", "copied", sound, "AA03220123951<enter><enter><enter>c"),
    view("5-request", "not-copied", sound, "<no clipboard>AA03220123951<enter><enter><enter>c"),
    view("5-request", "not-kept", without_storage, "AA03220123951<enter><enter><enter>"),
    view("5-request", "secret-failed", sound, "<no secret>AA03220123951<enter><enter><enter>"),
    view("5-request", "secret-failed-again", sound, "AA03220123951<enter><enter><enter><no secret>n"),
    view("5-request", "number-gone", number_gone, "<enter>"),
    view("5-request", "not-made", too_long, "<enter>"),
    view("5-request", "practice-issued", no_profile, "AA03220123951<enter><enter><enter>a"),
    view("5-request", "practice-refused", practice, "AA03220123951<enter><enter>a<enter>a"),
    view("5-request", "save", sound, "AA03220123951<enter><enter>2s"),
    view("5-request", "save-names", sound, "AA03220123951<enter><enter>2s<bs><bs><bs><tab>"),
    view("5-request", "save-replace", sound, "<stick names>AA03220123951<enter><enter>2s<enter>"),
    view("5-request", "save-unmounted", sound, "<stick unmounted>AA03220123951<enter><enter>2s"),
    view("5-request", "saved", sound, "AA03220123951<enter><enter>2s<enter>"),
    view("5-request", "older", online_refused, "AA03220123951<enter><enter>a<down><enter>"),
    view("5-request", "online-asking", online_asking, "AA03220123951<enter><enter><enter>"),
    view("5-request", "online-certificate", online_certificate, "AA03220123951<enter><enter><enter>"),
    view("5-request", "online-differs", online_differs, "AA03220123951<enter><enter><enter>"),
    view("5-request", "online-refused", online_refused, "AA03220123951<enter><enter>a<enter>"),
    main(
        "6-code",
        "half",
        sound,
        "AA03220123951<enter><enter><enter><enter><line 1><slip 2><enter><wrong 3><down><short 4><down><line 5>K7Q",
    ),
    view("6-code", "empty", sound, "AA03220123951<enter><enter><enter><enter>"),
    view(
        "6-code",
        "declared",
        nothing_recovered,
        "AA03220123951<enter><enter>2H310M-R8<enter>PF0A9K3Z<enter><enter><enter><enter>",
    ),
    view("6-code", "whole", sound, "AA03220123951<enter><enter><enter><enter><paste>"),
    view("6-code", "refused", sound, "AA03220123951<enter><enter><enter><enter><paste another><enter>"),
    view(
        "6-code",
        "lines",
        sound,
        "AA03220123951<enter><enter><enter><enter><paste><up><up><up><up><c-u><wrong 3><enter>",
    ),
    view(
        "6-code",
        "look-again",
        sound,
        "AA03220123951<enter><enter><enter><enter><paste another><c-u><slip 7><enter>",
    ),
    view("6-code", "file", sound, "AA03220123951<enter><enter><enter><enter><f2>/mnt/answer.txt"),
    view("6-code", "file-none", sound, "<stick other>AA03220123951<enter><enter>2<enter>"),
    view("6-code", "file-found", sound, "<stick answer>AA03220123951<enter><enter>2<enter>"),
    view("6-code", "file-several", sound, "<stick answers>AA03220123951<enter><enter>2<enter><down>"),
    view("6-code", "file-refused", sound, "<stick refused>AA03220123951<enter><enter>2<enter>"),
    view("6-code", "file-unmounted", sound, "<stick unmounted>AA03220123951<enter><enter>2<enter>"),
    view(
        "6-code",
        "file-fault",
        sound,
        "AA03220123951<enter><enter><enter><enter><f2>/mnt/answer.txt<enter>",
    ),
    view("6-code", "practice", no_profile, "AA03220123951<enter><enter><enter>a<enter>"),
    main("7-keep", "kept", sound, "AA03220123951<enter><enter><enter><enter><paste><enter>"),
    view("7-keep", "recovered", refused, "AA03220123951<enter><enter>1<enter><enter><enter><paste><enter>"),
    view("7-keep", "online", online, "AA03220123951<enter><enter><enter>"),
    view("7-keep", "failed", sound, "AA03220123951<enter><enter><enter><enter><disk full><paste><enter>"),
    view("7-keep", "denied", sound, "AA03220123951<enter><enter><enter><enter><disk denied><paste><enter>"),
    view("7-keep", "file-only", without_uefi, "AA03220123951<enter><enter><enter><enter><paste><enter>"),
    view(
        "7-keep",
        "mended",
        sound,
        "AA03220123951<enter><enter><enter><enter><paste><up><up><up><up><c-u><slip 3><enter>",
    ),
    main("8-done", "kept", sound, "AA03220123951<enter><enter><enter><enter><paste><enter><enter>"),
    view(
        "8-done",
        "file-only",
        without_uefi,
        "AA03220123951<enter><enter><enter><enter><paste><enter><enter>",
    ),
    view(
        "8-done",
        "already",
        sound,
        "AA03220123951<enter><enter><enter><enter><paste><enter><enter><restart>",
    ),
    view("4-route", "case", online_refused, "AA03220123951<enter><enter>a<enter><esc>"),
    view(
        "4-route",
        "older-read",
        online_refused,
        "AA03220123951<enter><enter>a<down><down><down><enter><esc>",
    ),
    view("8-done", "practice", no_profile, "AA03220123951<enter><enter><enter>a<enter><f5><enter><enter>"),
    view("help", "welcome", sound, "<f1>"),
    view("help", "fix", refused, "AA03220123951<enter><enter>?"),
    view("help", "request", sound, "AA03220123951<enter><enter><enter>?"),
    view("help", "code", sound, "AA03220123951<enter><enter><enter><enter><f1>"),
];
