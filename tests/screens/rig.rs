//! A session with a test double that carries out its effects, the same on every run.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use countersign::wizard::online::{DeskAnswer, DeskRefusal};
use countersign::wizard::welcome::WelcomeStep;
use countersign::wizard::{
    Answers, BlockWidth, Completion, Effect, Facts, FileNews, FileTask, Job, JobId, JobNews, Kept, Key,
    ListedProduct, Mode, Msg, OpenedProduct, Places, PreviousSession, ReportTarget, Settings, State, Step,
    TerminalSettings, ToolEnd, initial_list, initial_state, update,
};
use countersign_core::lang::Lang;
use countersign_core::machine::{Field, Machine, MachineSource};
use countersign_core::profile::Profile;
use countersign_core::protocol::{Mask, Request, Scheme, Secret};
use countersign_core::review;
use countersign_core::step::StepName;
use countersign_keep::{
    FreeSpace, InstalledFault, Keep, KeepError, MemoryStorage, Status, Storage, StorageError, StorageKind,
};
use countersign_ledger::practice::PracticeDesk;
use countersign_ledger::{AnswerOutcome, IncomingRequest};

use super::machines;

/// The secrets, in the order they are drawn.
const SECRETS: [[u8; 10]; 2] = [*b"ABCDABCDAB", *b"EFGHEFGHEF"];

/// A storage that can't be written.
#[derive(Debug)]
pub struct FailingStorage(pub StorageError);

impl Storage for FailingStorage {
    fn read(&self, _: &str) -> Result<Option<Vec<u8>>, StorageError> {
        Ok(None)
    }

    fn write(&self, _: &str, _: &[u8]) -> Result<(), StorageError> {
        Err(self.0)
    }

    fn remove(&self, _: &str) -> Result<(), StorageError> {
        Ok(())
    }

    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        Err(self.0)
    }
}

/// A terminal that draws half blocks one column wide.
fn terminal() -> TerminalSettings {
    TerminalSettings { name: "xterm-256color".to_owned(), blocks: BlockWidth::One }
}

/// A session and the test double.
pub struct Rig {
    pub state: State,
    pub outside: Outside,
    /// For each message: the step before, the step after, and whether a saved session was offered.
    pub trail: Vec<(StepName, StepName, bool)>,
    /// Whether news of jobs waits until it is taken. Otherwise it comes as soon as a job starts.
    pub news_waits: bool,
}

/// The test double of machine, desk, storage and network.
pub struct Outside {
    desk: PracticeDesk,
    keep: Keep,
    /// The machine as it is read next.
    pub machine: Machine,
    /// Whether the computer has a route to other networks.
    pub network: bool,
    drawn: usize,
    /// The products of a machine with several. The one that is open has its records in `keep`.
    shelf: Vec<(Profile, Option<Keep>)>,
    open: Option<usize>,
    /// Whether the system has no random numbers.
    pub no_secret: bool,
    /// Whether the terminal has no clipboard.
    pub no_clipboard: bool,
    /// The error of the next keeping.
    pub keeping_fails: Option<KeepError>,
    /// What the network answers next, instead of the desk. `Some(None)`: nothing yet.
    pub network_says: Option<Option<DeskAnswer>>,
    /// What the worker finds on a stick.
    pub stick: Stick,
    /// The jobs that were started.
    pub jobs: Vec<JobId>,
    /// The messages of jobs that are not taken yet. Those of a cancelled job stay.
    inbox: VecDeque<Msg>,
}

impl Rig {
    /// A real session on that machine.
    pub fn real(machine: Machine) -> Self {
        Self::with(machine, Mode::Real, Keep::in_memory("practice"))
    }

    /// A practice session.
    pub fn practice(sample: &str, asked: bool) -> Self {
        let samples = countersign_probe::samples().iter().map(|sample| sample.name.to_owned()).collect();
        Self::with(
            machines::practice(sample),
            Mode::Practice { requested: asked, samples },
            Keep::in_memory("practice"),
        )
    }

    /// A real session where UEFI can't be written.
    pub fn without_uefi(machine: Machine) -> Self {
        let efi: Box<dyn Storage> = Box::new(FailingStorage(StorageError::Denied));
        Self::with(
            machine,
            Mode::Real,
            Keep::on_storages(Box::new(MemoryStorage::new()), Some(efi), "practice"),
        )
    }

    /// A real session where neither the disk nor UEFI can be written.
    pub fn without_storage(machine: Machine) -> Self {
        let file: Box<dyn Storage> = Box::new(FailingStorage(StorageError::Full));
        Self::with(machine, Mode::Real, Keep::on_storages(file, None, "practice"))
    }

    /// A real session on a machine with several products: two that can be opened, and a profile between them that can't be used.
    pub fn several(machine: Machine) -> Self {
        let mut rig = Self::real(machine);
        let first = rig.state.settings.profile.clone();
        let second =
            Profile { product: "example-db".to_owned(), name: "Example DB 3".to_owned(), ..first.clone() };
        let shelf = [first, second].map(|profile| {
            let keep = Keep::in_memory(&profile.product);
            (profile, Some(keep))
        });
        rig.outside.shelf = shelf.into();
        let products = rig.outside.listed();
        rig.state = initial_list(rig.state.settings, rig.state.facts, products, Lang::En);
        rig
    }

    /// A real session with a network and the older binding; `says` is the network's first answer.
    pub fn online(machine: Machine, says: Option<Option<DeskAnswer>>) -> Self {
        let mut rig = Self::real(machine);
        rig.outside.network = true;
        rig.state.settings.profile.policy.older_binding = true;
        rig.state.facts = rig.outside.facts(&rig.state.settings.profile);
        rig.outside.network_says = says;
        rig
    }

    pub fn with(machine: Machine, mode: Mode, keep: Keep) -> Self {
        let desk = PracticeDesk::new([7; 32], Mask::parse("AA99999999999").unwrap());
        let profile = Profile {
            name: "Example OS 10".to_owned(),
            desk: "desk.example.org".to_owned(),
            hotline: Some("+1 555 0100".to_owned()),
            ..desk.profile().clone()
        };
        let facts = facts(machine.clone(), &keep, &profile);
        let settings =
            Settings { profile, mode, chinese: true, sudo: true, online: true, terminal: terminal() };
        let state = initial_state(settings, facts, PreviousSession::None, Lang::En);
        let outside = Outside {
            desk,
            keep,
            machine,
            network: false,
            drawn: 0,
            shelf: Vec::new(),
            open: None,
            no_secret: false,
            no_clipboard: false,
            keeping_fails: None,
            network_says: None,
            stick: Stick::default(),
            jobs: Vec::new(),
            inbox: VecDeque::new(),
        };
        Self { state, outside, trail: Vec::new(), news_waits: false }
    }

    /// The program started again on the same machine, with only what was kept.
    #[must_use]
    pub fn restarted(self) -> Self {
        let Self { state, mut outside, news_waits, .. } = self;
        outside.jobs.clear();
        outside.inbox.clear();
        let facts = facts(outside.machine.clone(), &outside.keep, &state.settings.profile);
        let earlier = match outside.keep.open_session() {
            Ok(Some(session)) => PreviousSession::Open(Box::new(session)),
            Ok(None) => PreviousSession::None,
            Err(code) => PreviousSession::Problem(code),
        };
        let state = initial_state(state.settings, facts, earlier, state.lang);
        Self { state, outside, trail: Vec::new(), news_waits }
    }

    pub fn key(&mut self, key: Key) {
        self.feed(Msg::Key(key));
    }

    /// Feeds one message, and all messages that follow from it.
    pub fn feed(&mut self, msg: Msg) {
        self.settle(msg);
        while !self.news_waits && self.take_news() {}
    }

    /// Takes one message of a job. Returns `false` if there is none.
    pub fn take_news(&mut self) -> bool {
        let news = self.outside.inbox.pop_front();
        let taken = news.is_some();
        news.into_iter().for_each(|msg| self.settle(msg));
        taken
    }

    fn settle(&mut self, msg: Msg) {
        let mut messages = VecDeque::from([msg]);
        while let Some(msg) = messages.pop_front() {
            let offered = matches!(&self.state.step, Step::Welcome(WelcomeStep::Session(_)));
            let from = self.state.step.name();
            let (state, effects) = update(self.state.clone(), msg);
            self.state = state;
            self.trail.push((from, self.state.step.name(), offered));
            let profile = &self.state.settings.profile;
            messages.extend(effects.into_iter().filter_map(|effect| self.outside.carry_out(effect, profile)));
        }
    }

    /// The desk's seven lines for the request that is open.
    pub fn answer(&self) -> [String; 7] {
        let request = self.state.draft.request.clone().expect("a request is open");
        self.outside.answer(request).expect("the desk issues a code")
    }

    /// Like [`Rig::answer`], but `None` if the desk refuses.
    pub fn try_answer(&self) -> Option<[String; 7]> {
        self.outside.answer(self.state.draft.request.clone()?).ok()
    }

    /// The lines of a code that is good, but for another request.
    pub fn answer_to_another(&self) -> [String; 7] {
        let mut request = self.state.draft.request.clone().expect("a request is open");
        request.head.nonce = *b"ZZZZZZZZ";
        self.outside.answer(request).expect("the desk issues a code")
    }
}

impl Outside {
    /// Carries out an effect; returns the message that answers it.
    fn carry_out(&mut self, effect: Effect, profile: &Profile) -> Option<Msg> {
        match effect {
            Effect::ReadMachine => Some(self.read_again(profile)),
            Effect::ListProducts => Some(Msg::Products(self.listed())),
            Effect::OpenProduct(at) => {
                let profile = self.shelf[at].0.clone();
                self.put_back();
                self.keep = self.shelf[at].1.take().expect("the product isn't open yet");
                self.open = Some(at);
                let facts = facts(self.machine.clone(), &self.keep, &profile);
                let previous = match self.keep.open_session() {
                    Ok(Some(session)) => PreviousSession::Open(Box::new(session)),
                    _ => PreviousSession::None,
                };
                Some(Msg::ProductOpened(Box::new(OpenedProduct { profile, facts, previous })))
            }
            Effect::DrawSecret if self.no_secret => Some(Msg::SecretFailed("Input/output error".to_owned())),
            Effect::DrawSecret => {
                let secret = SECRETS[self.drawn % SECRETS.len()];
                self.drawn += 1;
                Some(Msg::Secret(Secret::new(secret)))
            }
            Effect::SaveSession(session) => {
                Some(Msg::SessionSaved(self.keep.save_session(&session).map_err(|error| error.code())))
            }
            Effect::ForgetSession => {
                let ended = self.keep.end_session();
                ended.err().map(|error| Msg::SessionNotForgotten(error.code()))
            }
            Effect::RememberRequest(request) => {
                Some(Msg::RequestRemembered(self.keep.remember_request(&request)))
            }
            Effect::Copy(_) | Effect::Report(ReportTarget::Clipboard) if self.no_clipboard => {
                Some(Msg::NotCopied)
            }
            Effect::Copy(_) | Effect::Report(ReportTarget::Clipboard) => Some(Msg::Copied),
            Effect::Report(ReportTarget::File) => Some(Msg::Written("/root/countersign-support.txt".into())),
            Effect::Keep(activation) => Some(Msg::Kept(match self.keeping_fails.take() {
                Some(error) => Err(error),
                None => self.keep.store(&activation).map(|stored| (stored, Box::new(self.facts(profile)))),
            })),
            Effect::Run(_) => Some(Msg::ToolEnded(ToolEnd::Success, None)),
            Effect::Sudo => Some(Msg::SudoFailed("No such file or directory".into())),
            Effect::TakeSample(Some(name)) => {
                self.machine = machines::practice(&name);
                self.keep = Keep::in_memory("practice");
                Some(self.read_again(profile))
            }
            Effect::TakeSample(None) => {
                self.machine = Machine { source: MachineSource::ThisComputer, ..machines::sound() };
                self.keep = Keep::in_memory("practice");
                Some(self.read_again(profile))
            }
            Effect::PretendFixed(values) => {
                values.iter().for_each(|(field, value)| self.set(*field, value));
                Some(self.read_again(profile))
            }
            Effect::AskPracticeDesk(request) => Some(Msg::PracticeAnswered(self.answer(*request))),
            Effect::StartJob(id, job) => {
                let news = self.done(job).into_iter().map(|news| Msg::Job(id, news));
                self.inbox.extend(news);
                self.jobs.push(id);
                None
            }
            Effect::CancelJob => None,
            Effect::Suspend | Effect::LineByLine | Effect::Quit => None,
        }
    }

    /// The message about the machine after it was read again.
    fn read_again(&self, profile: &Profile) -> Msg {
        Msg::Machine(Box::new(self.facts(profile)))
    }

    /// The facts of the machine as it is now.
    pub fn facts(&self, profile: &Profile) -> Facts {
        Facts { network: self.network, ..facts(self.machine.clone(), &self.keep, profile) }
    }

    /// Makes the places to keep an activation writable.
    pub fn free_the_disk(&mut self) {
        self.keep = Keep::in_memory("practice");
    }

    /// Puts the records of the open product back to it.
    fn put_back(&mut self) {
        if let Some(at) = self.open.take() {
            let product = self.shelf[at].0.product.clone();
            self.shelf[at].1 = Some(std::mem::replace(&mut self.keep, Keep::in_memory(&product)));
        }
    }

    fn listed(&mut self) -> Vec<ListedProduct> {
        self.put_back();
        let mut listed: Vec<ListedProduct> = self
            .shelf
            .iter()
            .map(|(profile, keep)| ListedProduct::Usable {
                name: profile.name.clone(),
                product: profile.product.clone(),
                status: Box::new(
                    keep.as_ref().expect("the product's storage is present").status(&self.machine, profile),
                ),
            })
            .collect();
        let fault = InstalledFault::Unpublished("/etc/countersign/profiles.d/20-old.toml".into());
        listed.insert(1, ListedProduct::Unusable(Arc::new(fault)));
        listed
    }

    /// Does a job; returns all that it reports.
    fn done(&mut self, job: Job) -> Vec<JobNews> {
        match job {
            Job::Search(search) => {
                let mut news = Vec::new();
                let result = search.run(|| false, |percent| news.push(JobNews::SearchProgress(percent)));
                news.extend(result.map(JobNews::SearchFinished));
                news
            }
            Job::AskDesk { request, .. } => {
                let said = self.network_says.take().unwrap_or_else(|| Some(self.said(*request)));
                said.map(|said| JobNews::DeskAnswered(Box::new(said))).into_iter().collect()
            }
            Job::File(task) => vec![JobNews::File(Box::new(self.stick.done(task)))],
        }
    }

    /// The desk's answer over the network.
    fn said(&self, request: Request) -> DeskAnswer {
        match self.answer(request) {
            Ok(lines) => DeskAnswer::Issued(lines),
            Err(codes) => {
                let mut codes = codes.into_iter();
                DeskAnswer::Refused(DeskRefusal {
                    reason: codes.next().unwrap_or_default(),
                    findings: codes.collect(),
                    differs: Vec::new(),
                    case: Some("CAS-000012".to_owned()),
                })
            }
        }
    }

    /// The status, and the step of the session that is kept, as the program reads them when it ends.
    pub fn in_the_end(&self, state: &State) -> (Status, Option<StepName>) {
        let status = self.keep.status(&state.facts.machine, &state.settings.profile);
        let open = self.keep.load_session().ok().flatten();
        (status, open.and_then(|session| StepName::from_number(session.step)))
    }

    /// Changes a value of the firmware.
    pub fn set(&mut self, field: Field, value: &str) {
        self.machine = self.machine.clone().with_value(field, value);
    }

    fn answer(&self, request: Request) -> Result<[String; 7], Vec<String>> {
        let answer = self.desk.answer(&IncomingRequest::Full(request), Scheme::Three, machines::NOW).unwrap();
        match answer.outcome {
            AnswerOutcome::Issued { code, .. } => Ok(code.lines()),
            AnswerOutcome::Refused(refusal) => {
                let codes = answer.findings.iter().filter_map(review::Finding::code);
                Err(std::iter::once(refusal.reason.code().to_owned()).chain(codes).collect())
            }
        }
    }
}

/// What is on the stick at `/media/usb`, which is the first place for files.
#[derive(Debug, Default)]
pub struct Stick {
    /// Whether it isn't mounted.
    pub unmounted: bool,
    /// Whether it has a file of every name.
    pub full_of_names: bool,
    /// Files with the answer.
    pub answers: Vec<PathBuf>,
    /// A file with a code for something else.
    pub other: Option<PathBuf>,
    /// A file with the refusal of the newest request.
    pub refused: Option<(PathBuf, &'static str)>,
}

impl Stick {
    fn folders(&self) -> Vec<PathBuf> {
        let stick = (!self.unmounted).then_some("/media/usb");
        stick.into_iter().chain(["/root"]).map(PathBuf::from).collect()
    }

    fn devices(&self) -> Vec<String> {
        self.unmounted.then(|| "/dev/sdb1".to_owned()).into_iter().collect()
    }

    /// Carries out a task on files.
    fn done(&self, task: FileTask) -> FileNews {
        match task {
            FileTask::FindPlaces(_) => {
                FileNews::Places(Places { folders: self.folders(), unmounted: self.devices() })
            }
            FileTask::Complete(asked) => {
                let names = ["letters/", "request.txt"].map(str::to_owned).to_vec();
                FileNews::Completed(Completion { text: asked.clone(), asked, names, more: 3 })
            }
            FileTask::Save { path, replace: false, .. } if self.full_of_names => FileNews::Exists(path),
            FileTask::Save { path, .. } => FileNews::Saved(path),
            FileTask::FindAnswers { .. } => FileNews::Answers(Answers {
                files: self.answers.clone(),
                other: self.other.clone(),
                refused: self.refused.clone(),
                searched: self.folders(),
                unmounted: self.devices(),
            }),
            FileTask::Read { path, .. } => FileNews::Failed(path, "No such file or directory".into()),
        }
    }
}

/// The facts about a machine and its records.
pub fn facts(machine: Machine, keep: &Keep, profile: &Profile) -> Facts {
    let review = review::review(&machine, &profile.policy);
    let kept = Kept {
        loaded: keep.load(),
        earlier: None,
        open_requests: keep.open_requests().list,
        rehearsal: keep.check_writable(),
        network: false,
    };
    Facts::of(machine, review, profile, kept)
}

/// The error of a full disk.
pub const fn full_disk() -> KeepError {
    KeepError::Storage(StorageKind::File, StorageError::Full)
}

/// The error of a folder that this user may not write to.
pub const fn denied_disk() -> KeepError {
    KeepError::Storage(StorageKind::File, StorageError::Denied)
}
