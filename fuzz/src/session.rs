//! Target: a saved session and the open requests. A loaded session stays the same when it is saved and loaded. A wizard that continues the
//! session shows no raw text of it.

use std::sync::{Arc, LazyLock};

use countersign::page;
use countersign::plain::Conversation;
use countersign::wizard::{
    BlockWidth, Facts, Kept, Key, Mode, Msg, PreviousSession, Settings, State, TerminalSettings,
    initial_state, update,
};
use countersign_core::lang::Lang;
use countersign_core::machine::Machine;
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::{Binding, Way};
use countersign_core::protocol::{Head, KeyId, Platform, Request, Secret, Signer, Surroundings, Values};
use countersign_core::review::{Verdict, review};
use countersign_keep::{
    Keep, LogKind, MemoryStorage, OpenRequest, REQUEST_LIMIT, SavedQrView, Session, SessionLog,
};

use crate::display::check_line;
use crate::entries::{self, PRODUCT};
use crate::{Seed, samples, sections};

static SIGNER: LazyLock<Signer> = LazyLock::new(|| Signer::from_seed(KeyId(3), [7; 32]));

/// Writes the sections of the input to the storages, and checks the open requests, the session and the wizard.
pub fn check(input: &[u8]) {
    let (file, efi) = (Arc::new(MemoryStorage::new()), Arc::new(MemoryStorage::new()));
    entries::write_entries(&file, &efi, &sections::split(input));
    let keep = entries::keep_on(&file, &efi);
    let open = keep.open_requests();
    assert!(open.list.len() <= REQUEST_LIMIT);
    for one in &open.list {
        check_request(one);
    }
    let previous = match keep.open_session() {
        Ok(Some(session)) => {
            check_saved_again(&session);
            PreviousSession::Open(Box::new(session))
        }
        Ok(None) => PreviousSession::None,
        Err(code) => {
            assert_eq!(keep.open_session(), Ok(None), "a broken session is reported once");
            PreviousSession::Problem(code)
        }
    };
    check_wizard(&keep, previous);
    for one in &open.list {
        assert_eq!(keep.remember_request(one).lost(), None);
        let again = keep.open_requests().list;
        let is_same = |other: &OpenRequest| (other.number, other.nonce) == (one.number, one.nonce);
        assert_eq!(
            again.iter().filter(|other| is_same(other)).count(),
            1,
            "a remembered request is listed once"
        );
        assert!(again.len() <= REQUEST_LIMIT);
    }
}

fn check_request(one: &OpenRequest) {
    let _ = one.terms(PRODUCT);
    if let Some(request) = one.request() {
        assert_eq!(request.encode().ok(), one.request, "a request has one encoding");
    }
    if let Some(secret) = &one.secret {
        assert_eq!(secret.nonce(PRODUCT, one.number), one.nonce, "the secret belongs to another request");
    }
}

fn check_saved_again(session: &Session) {
    let other = Keep::in_memory(PRODUCT);
    other.save_session(session).expect("a loaded session can be saved");
    assert_eq!(other.load_session().as_ref(), Ok(&Some(session.clone())));
}

/// Starts a wizard with the saved session, sends it some keys, and checks that each page and each line is safe to show.
fn check_wizard(keep: &Keep, previous: PreviousSession) {
    let profile = entries::profile(&SIGNER);
    let facts = facts(samples::as_this_computer("blank-model"), keep, &profile);
    let terminal = TerminalSettings { name: "xterm-256color".to_owned(), blocks: BlockWidth::One };
    let settings = Settings { profile, mode: Mode::Real, chinese: true, sudo: true, online: false, terminal };
    let mut state = initial_state(settings, facts, previous, Lang::En);
    check_shown(&state);
    for key in [Key::Enter, Key::F(1), Key::Esc, Key::Down, Key::Enter, Key::Enter] {
        state = update(state, Msg::Key(key)).0;
        check_shown(&state);
    }
}

fn check_shown(state: &State) {
    for lang in [Lang::En, Lang::Zh] {
        let state = State { lang, ..state.clone() };
        let page = page::page(&state);
        assert!(page.blocks.len() < 200);
        check_line("the title", &page.title);
        let output = Conversation::new(true, None).tell(&state);
        assert!(output.lines.len() < 1_000);
        for line in output.lines.iter().chain([&output.question]) {
            assert!(!line.contains(char::is_control), "{line:?}");
        }
    }
}

/// Returns the facts about a machine and its records.
fn facts(machine: Machine, keep: &Keep, profile: &Profile) -> Facts {
    let review = review(&machine, &profile.policy);
    let kept = Kept {
        loaded: keep.load(),
        earlier: None,
        open_requests: keep.open_requests().list,
        rehearsal: keep.check_writable(),
        network: false,
    };
    Facts::of(machine, review, profile, kept)
}

/// Returns a session at each step, with an open request.
pub fn seeds() -> Vec<Seed> {
    let profile = entries::profile(&SIGNER);
    let machine = samples::as_this_computer("clean");
    let judged = review(&machine, &profile.policy);
    let marker2 = Binding::marker2_of(&machine, &judged);
    let number = profile.mask.pack(&profile.mask.example()).unwrap();
    let secret = Secret::new(*b"ABCDABCDAB");
    let head = Head {
        profile_id: 1,
        number,
        nonce: secret.nonce(PRODUCT, number),
        platform: Platform(1),
        surroundings: Surroundings::default(),
        verdicts: [Verdict::Ok; 3],
        origins: [countersign_core::machine::Origin::Firmware; 3],
        available: [None; 3],
        marker2,
    };
    let values = Values::from_array(["ASRock", "B450M Pro4", "M80-D8018200512"].map(str::to_owned));
    let request = Request { head, values };
    let mut log = SessionLog::default();
    log.add(1_780_000_000, LogKind::Request, "7K2-QX4");
    (1..=8)
        .map(|step| {
            let (file, efi) = (Arc::new(MemoryStorage::new()), Arc::new(MemoryStorage::new()));
            let keep = entries::keep_on(&file, &efi);
            let session = Session {
                step,
                number: Some("AA03220123951".to_owned()),
                request: (step > 4).then(|| request.encode().unwrap()),
                route: Some("phone".to_owned()),
                lines: vec!["8C80KN8000".to_owned()],
                way: if step > 3 {
                    Way::Declare([None, None, Some("M80-D8018200512".to_owned())])
                } else {
                    Way::Firmware
                },
                marker2: marker2.map(|marker| marker.0),
                before: Some(["ASRock", "", "To Be Filled By O.E.M."].map(str::to_owned)),
                verdicts_before: vec![String::new(), "MODEL-BLANK".to_owned()],
                started: 1_780_000_000,
                hardware: (step == 2).then(|| "/tmp/dump".to_owned()),
                case: (step > 5).then(|| "CAS-000012".to_owned()),
                log: log.clone(),
                qr: Some(SavedQrView { terminal: "xterm".to_owned(), choices: vec!["blanks".to_owned()] }),
            };
            keep.save_session(&session).unwrap();
            assert_eq!(
                keep.remember_request(&OpenRequest::new(&request, secret.clone(), 1_780_000_000).unwrap())
                    .lost(),
                None
            );
            let bodies = entries::without_envelopes(&entries::read_entries(&file, &efi));
            entries::write_entries(
                &file,
                &efi,
                &bodies.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect::<Vec<_>>(),
            );
            assert_eq!(
                keep.load_session(),
                Ok(Some(session)),
                "an entry in an envelope of this package is valid"
            );
            let files = bodies.iter().map(|(name, bytes)| (*name, bytes.as_slice()));
            (format!("step-{step}"), sections::join(files))
        })
        .collect()
}
