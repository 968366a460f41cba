//! A session without a terminal: a good machine, a profile, a signing desk, and the wizard's `update`.
//!
//! Lives here: feeding keys, and answering effects as the program does. Never here: what is typed.

use std::time::Duration;

use countersign::wizard::{
    self, Effect, Facts, Job, JobNews, Kept, Key, Mode, Msg, PreviousSession, Settings, State, Step,
    TerminalSettings, update,
};
use countersign_core::lang::Lang;
use countersign_core::machine::{Clock, Machine};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::day_of;
use countersign_core::protocol::{
    Claims, Code, Edition, KeyId, Mask, PinnedKey, Scheme, Secret, Signer, Terms,
};
use countersign_core::review::{DeclarePolicy, Policy, RULES_VERSION, review};
use countersign_keep::{Activation, Keep};
use countersign_probe::sample;

/// Now: 2026-11-22.
const NOW: i64 = 1_795_305_600;
/// A license number that fits the mask.
pub const NUMBER: &str = "AA03220123951";

/// A desk with one signing key and one profile.
pub struct Desk {
    signer: Signer,
    pub profile: Profile,
}

impl Desk {
    pub fn new() -> Self {
        let signer = Signer::from_seed(KeyId(3), [7; 32]);
        // A second pinned key, as after a change of keys: a first line may begin in two ways.
        let older = Signer::from_seed(KeyId(2), [8; 32]);
        let keys: Vec<PinnedKey> = vec![older.pinned(), signer.pinned()];
        let policy =
            Policy { declared: DeclarePolicy::Any, older_binding: true, spoken: true, ..Policy::default() };
        let profile = Profile {
            id: 4,
            published: None,
            version: 4,
            product: "example-os".into(),
            name: "Example OS 10".into(),
            mask: Mask::parse("AA99999999999").expect("a mask"),
            desk: "activate.example".into(),
            online: None,
            hotline: Some("+86 10 5555 0100".into()),
            rules: RULES_VERSION,
            policy,
            keys,
        };
        Self { signer, profile }
    }

    /// The code for the newest open request, or for the oldest.
    pub fn answer(&self, state: &State, oldest: bool) -> Code {
        let binding = state.binding();
        let open = if oldest { state.facts.open_requests.first() } else { state.facts.open_requests.last() };
        let open = open.expect("an open request");
        let terms = Terms {
            product: self.profile.product.clone(),
            number: open.number,
            nonce: open.nonce,
            marker2: binding.marker2,
            marker3: Some(binding.marker3),
            origins: binding.origins,
        };
        let issued = day_of(NOW);
        let claims = Claims { edition: Edition(1), scheme: Scheme::Three, issued, expires: None };
        self.signer.sign(claims, &terms).expect("claims that can be signed")
    }
}

/// A session and its results.
#[derive(Clone)]
pub struct Session {
    pub state: State,
    /// The number of pressed keys; a paste counts as one.
    pub keys: usize,
    /// The kept activation.
    pub kept: Option<Box<Activation>>,
    /// The processor time of all updates.
    pub updated: Duration,
    /// The processor time of all searches, which the program runs on another thread.
    pub searched: Duration,
    /// The processor time of the longest update, while the screen doesn't change.
    pub longest: Duration,
    /// The secret of the next request.
    pub secret: [u8; 10],
}

impl Session {
    /// A new session on a good machine.
    pub fn new(desk: &Desk) -> Self {
        Self::on(desk, sample("clean").expect("the sound sample"))
    }

    /// A new session on that machine.
    pub fn on(desk: &Desk, mut machine: Machine) -> Self {
        machine.clock = Clock::at(NOW);
        let profile = desk.profile.clone();
        let keep = Keep::in_memory(&profile.product);
        let review = review(&machine, &profile.policy);
        let kept = Kept {
            loaded: keep.load(),
            earlier: None,
            open_requests: Vec::new(),
            rehearsal: keep.check_writable(),
            network: false,
        };
        let facts = Facts::of(machine, review, &profile, kept);
        let settings = Settings {
            profile,
            mode: Mode::Real,
            chinese: true,
            sudo: false,
            online: false,
            terminal: TerminalSettings::default(),
        };
        let state = wizard::initial_state(settings, facts, PreviousSession::None, Lang::En);
        let zero = Duration::ZERO;
        Self { state, keys: 0, kept: None, updated: zero, searched: zero, longest: zero, secret: [0; 10] }
    }

    /// A session at Request, with the license number given.
    pub fn at_request(desk: &Desk) -> Self {
        let mut session = Self::new(desk);
        session.write(NUMBER);
        while !matches!(session.state.step, Step::Request(_)) {
            let before = session.state.step.name();
            session.press(Key::Enter);
            assert_ne!(session.state.step.name(), before, "stuck");
        }
        session
    }

    /// This session at the first character of Code. `open` requests are open, and the newest has that secret.
    pub fn at_code(&self, secret: [u8; 10], open: u8) -> Self {
        let mut session = self.clone();
        session.state.facts.open_requests.clear();
        for earlier in 1..open {
            let secret = secret.map(|byte| byte.wrapping_add(earlier.wrapping_mul(37)));
            session.feed(Msg::Secret(Secret::new(secret)));
        }
        session.feed(Msg::Secret(Secret::new(secret)));
        assert_eq!(session.state.facts.open_requests.len(), usize::from(open), "as many as are kept");
        session.press(Key::Enter);
        assert!(matches!(session.state.step, Step::Code(_)));
        session.keys = 0;
        session.longest = Duration::ZERO;
        session
    }

    pub fn press(&mut self, key: Key) {
        self.keys += 1;
        self.feed(Msg::Key(key));
    }

    pub fn write(&mut self, text: &str) {
        for c in text.chars() {
            self.press(Key::Char(c));
        }
    }

    /// Feeds one message and answers its effects as the program does. A search runs to its end.
    pub fn feed(&mut self, msg: Msg) {
        let mut waiting = std::collections::VecDeque::from([msg]);
        while let Some(msg) = waiting.pop_front() {
            let state = self.state.clone();
            let before = cpu();
            let (state, effects) = update(state, msg);
            let took = cpu().saturating_sub(before);
            self.updated += took;
            self.longest = self.longest.max(took);
            self.state = state;
            for effect in effects {
                match effect {
                    Effect::DrawSecret => waiting.push_back(Msg::Secret(Secret::new(self.secret))),
                    Effect::StartJob(id, Job::Search(search)) => {
                        let before = cpu();
                        let progress =
                            |percent| waiting.push_back(Msg::Job(id, JobNews::SearchProgress(percent)));
                        let result = search.run(|| false, progress).expect("a search that isn't cancelled");
                        self.searched += cpu().saturating_sub(before);
                        waiting.push_back(Msg::Job(id, JobNews::SearchFinished(result)));
                    }
                    Effect::Keep(activation) => {
                        let stored = Keep::in_memory(&self.state.settings.profile.product).store(&activation);
                        self.kept = Some(activation);
                        let facts = Box::new(self.state.facts.clone());
                        waiting.push_back(Msg::Kept(stored.map(|stored| (stored, facts))));
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The secret of the request of that number.
pub fn secret(nonce: u32) -> [u8; 10] {
    let mut secret = [0; 10];
    secret[6..].copy_from_slice(&nonce.to_be_bytes());
    secret
}

/// Processor time of this thread.
fn cpu() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}
