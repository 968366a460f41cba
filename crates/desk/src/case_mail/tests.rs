//! Tests the mails of cases that a desk in memory recorded by the ledger's rules.

use std::collections::BTreeSet;
use std::num::NonZeroU16;
use std::sync::Arc;

use super::{Mail, MailFacts, MailKind, MailSettings, write};
use crate::LocalTime;
use crate::case_summary::summarise;
use crate::profiles::Profiles;
use crate::sql::{Customer, CustomerEntry, StoredProfile};
use crate::text::MailLine as L;
use countersign_core::machine::{Field, Origin, SourceKind};
use countersign_core::marker::{self, DeviceAnchor};
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::judge_bound_value;
use countersign_core::protocol::license::day_of;
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{
    Head, KeyId, Mask, Platform, Request, Scheme, Secret, Signer, Surroundings, Values,
};
use countersign_core::review::{Policy, Verdict};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::{
    Act, ActionKind, Answer, AuditEntry, CaseClosure, CaseHistory, CaseNote, CaseNumber, CaseStore as _,
    ClosedBy, Expiry, IncomingRequest, License, LicenseId, MemoryStore, Note, NoteAudience, OperatorAction,
    ProfilesAndKeys, RequestContext, Requester, SigningKey, UnlistedNumber, answer, move_and_answer,
    perform_action, poll_once,
};

const PRODUCT: &str = "example-os";
const NUMBER: &str = "AA03220123951";
/// The time 2026-11-23 10:10 in Beijing.
const START: i64 = 1_795_399_800;
const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// The values of the test machine, as its maker left them.
const BAD: [&str; 3] = ["To Be Filled By O.E.M.", "To Be Filled By O.E.M.", ""];
const GOOD: [&str; 3] = ["ASRock", "B450M Pro4", "M80-D8018200512"];
const OTHER: [&str; 3] = ["ASRock", "X570 Taichi", "M80-F3015500911"];
const BOARD: &str = "BR80G1234567";
const OTHER_BOARD: &str = "T90A7654321";

/// The profile and its key.
#[derive(Clone)]
struct Published {
    signer: Arc<Signer>,
    profile: Profile,
}

impl ProfilesAndKeys for Published {
    fn generation(&self) -> u64 {
        0
    }

    fn profile(&self, id: u16) -> Option<&Profile> {
        (id == self.profile.id).then_some(&self.profile)
    }

    fn newest_of(&self, _: &str) -> Option<&Profile> {
        Some(&self.profile)
    }

    fn newest(&self) -> Option<&Profile> {
        Some(&self.profile)
    }

    fn living_keys(&self, _: &Profile) -> Vec<KeyId> {
        vec![self.signer.id()]
    }

    fn signer(&self, _: &Profile) -> Option<SigningKey<'_>> {
        Some(SigningKey::Here(&self.signer))
    }
}

/// A desk in memory with one number, a customer and the settings for mails.
struct Desk {
    published: Published,
    store: MemoryStore,
    customer: CustomerEntry,
    settings: MailSettings,
}

/// The values of a request's machine.
#[derive(Clone, Copy)]
struct Machine {
    values: [&'static str; 3],
    board: &'static str,
    origin: Origin,
}

const fn machine(values: [&'static str; 3], board: &'static str) -> Machine {
    Machine { values, board, origin: Origin::Firmware }
}

impl Desk {
    fn new() -> Self {
        let signer = Arc::new(Signer::from_seed(KeyId(1), [7; 32]));
        let profile = Profile {
            id: 1,
            published: None,
            version: 1,
            product: PRODUCT.into(),
            name: "Example OS".into(),
            mask: Mask::parse("AA99999999999").unwrap(),
            desk: "desk.example".into(),
            online: None,
            hotline: Some("400 123 4567".into()),
            rules: 3,
            policy: Policy::OPEN,
            keys: vec![signer.pinned()],
        };
        let store = MemoryStore::new(UnlistedNumber::Unknown);
        let desk = Self {
            published: Published { signer, profile },
            store,
            customer: CustomerEntry::of_typed([
                "华东精密仪器厂",
                "王工",
                "021 5555 0100",
                "wang@example.cn",
                "T-2026-0815",
            ])
            .unwrap(),
            settings: MailSettings {
                zone: LocalTime::named("Asia/Shanghai").unwrap(),
                signature: None,
                from: None,
            },
        };
        desk.store.add(desk.license(), License::default());
        desk
    }

    fn license(&self) -> LicenseId {
        LicenseId::new(PRODUCT, self.published.profile.mask.parse_number(NUMBER).unwrap())
    }

    fn request(&self, machine: Machine, secret: u8) -> Request {
        let profile = &self.published.profile;
        let number = profile.mask.pack(&profile.mask.parse_number(NUMBER).unwrap()).unwrap();
        let marker2 = Some(marker::scheme2(&DeviceAnchor::BoardSerial(machine.board.to_owned())));
        let verdicts =
            [0, 1, 2].map(|at| judge_bound_value(Field::BINDING[at], machine.values[at], marker2).0);
        let available = verdicts
            .map(|verdict| (verdict != countersign_core::review::Verdict::Ok).then_some(SourceKind::Board));
        let [manufacturer, model, serial] = machine.values.map(str::to_owned);
        Request {
            head: Head {
                profile_id: profile.id,
                number,
                nonce: Secret::new([secret; 10]).nonce(PRODUCT, number),
                platform: Platform(1),
                surroundings: Surroundings::default(),
                verdicts,
                origins: [machine.origin; 3],
                available,
                marker2,
            },
            values: Values { manufacturer, model, serial },
        }
    }

    fn ask(&self, machine: Machine, secret: u8, scheme: Scheme, now: i64) -> Answer {
        let request = IncomingRequest::Full(self.request(machine, secret));
        let context = RequestContext { now, requester: Requester::Public, scheme, bundle: None };
        poll_once(answer(&self.store, &self.published, &request, &context)).unwrap().unwrap()
    }

    fn act(&self, act: Act, at: i64) {
        let action = OperatorAction { act, reason: "the lawyers insist".into() };
        poll_once(perform_action(&self.store, &self.license(), "li", at, &action)).unwrap().unwrap();
    }

    fn note(&self, text: &str, audience: NoteAudience, at: i64) {
        let note = CaseNote { at, operator: "li".into(), text: text.into(), audience };
        poll_once(self.store.add_note(CaseNumber(1), &note)).unwrap().unwrap().unwrap();
    }

    fn close(&self, at: i64) {
        let by = ClosedBy::Operator { operator: "li".into(), reason: "a hopeless customer".into() };
        poll_once(self.store.close(CaseNumber(1), &CaseClosure { at, by })).unwrap().unwrap().unwrap();
    }

    fn history(&self) -> CaseHistory {
        poll_once(self.store.case_history(CaseNumber(1))).unwrap().unwrap().unwrap()
    }

    fn profiles(&self) -> Profiles {
        let profile = &self.published.profile;
        let stored = StoredProfile {
            id: profile.id,
            product: profile.product.clone(),
            version: profile.version,
            text: profile.to_toml().unwrap(),
        };
        Profiles::parse(&[stored]).unwrap()
    }

    fn mail(&self, lang: Lang, kind: MailKind) -> Mail {
        self.mail_with(lang, kind, &BTreeSet::new())
    }

    fn mail_with(&self, lang: Lang, kind: MailKind, others: &BTreeSet<LicenseId>) -> Mail {
        let profiles = self.profiles();
        let history = self.history();
        let facts = MailFacts {
            history: &history,
            customer: &self.customer,
            others,
            profiles: &profiles,
            waits: false,
        };
        write(lang, kind, &facts, &self.settings, "li")
    }

    /// Returns the mail that the state of the case suggests.
    fn suggested(&self, lang: Lang) -> Mail {
        self.mail(lang, MailKind::suggested(&self.history()))
    }
}

/// Compares the mail that the state of the case suggests with its snapshot, in both languages.
fn check(desk: &Desk, name: &str) {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mail = desk.suggested(lang);
        let to: Vec<&str> = mail.to.iter().map(super::MailAddress::as_str).collect();
        let whole = format!("To: {}\nSubject: {}\n\n{}", to.join(", "), mail.subject, mail.text());
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}-{tag}"), whole);
        });
    }
}

/// Records the requests before the older binding: two identical refused requests, and another refused
/// request.
fn until_stopgap(desk: &Desk) {
    let machine = machine(BAD, BOARD);
    for (at, secret) in [(0, 1), (3, 1), (9, 2)] {
        desk.ask(machine, secret, Scheme::Three, START + at * MINUTE);
    }
}

fn stopgap(desk: &Desk) {
    desk.ask(machine(BAD, BOARD), 3, Scheme::Two, START + 40 * MINUTE);
    desk.note("already called twice, he is furious", NoteAudience::Internal, START + 45 * MINUTE);
    desk.note(
        "已电话说明：请在固件设置界面填写序列号，\n或在激活向导中选择办法 1。",
        NoteAudience::Customer,
        START + 50 * MINUTE,
    );
}

#[test]
fn the_three_mails_of_a_case_solved_by_mended_firmware() {
    let desk = Desk::new();
    until_stopgap(&desk);
    check(&desk, "story-1-first");
    stopgap(&desk);
    check(&desk, "story-2-progress");
    desk.ask(machine(GOOD, BOARD), 4, Scheme::Three, START + DAY + 310 * MINUTE);
    check(&desk, "story-3-closing");
}

#[test]
fn the_closing_mail_of_a_case_solved_by_recovered_values() {
    let desk = Desk::new();
    until_stopgap(&desk);
    stopgap(&desk);
    let recovered = Machine {
        origin: Origin::Recovered(SourceKind::Board),
        ..machine(["ASRock", "B450M Pro4", BOARD], BOARD)
    };
    desk.ask(recovered, 4, Scheme::Three, START + DAY + 310 * MINUTE);
    check(&desk, "way1-3-closing");
}

#[test]
fn the_mails_of_a_case_about_a_moved_number() {
    let desk = Desk::new();
    desk.ask(machine(GOOD, BOARD), 1, Scheme::Three, START);
    desk.ask(machine(OTHER, OTHER_BOARD), 2, Scheme::Three, START + DAY);
    check(&desk, "moved-1-first");
    let request = IncomingRequest::Full(desk.request(machine(OTHER, OTHER_BOARD), 2));
    let context = RequestContext {
        now: START + DAY + 20 * MINUTE,
        requester: Requester::Operator("li".into()),
        scheme: Scheme::Three,
        bundle: None,
    };
    let moved = move_and_answer(&desk.store, &desk.published, &request, &context, None, "a test");
    poll_once(moved).unwrap().unwrap();
    check(&desk, "moved-3-closing");
}

/// Suspends the number, and asks for it.
fn refused_as_suspended(desk: &Desk) {
    desk.act(Act::Suspend, START - MINUTE);
    desk.ask(machine(GOOD, BOARD), 1, Scheme::Three, START);
}

#[test]
fn after_the_act_that_removes_the_reason_the_customer_is_asked_for_a_new_request() {
    let bound: fn(&Desk) = |desk| {
        desk.ask(machine(GOOD, BOARD), 1, Scheme::Three, START - DAY);
        desk.ask(machine(OTHER, OTHER_BOARD), 2, Scheme::Three, START);
    };
    let expired: fn(&Desk) = |desk| {
        desk.act(Act::Renew(Expiry::On(day_of(START) - 9)), START - MINUTE);
        desk.ask(machine(GOOD, BOARD), 1, Scheme::Three, START);
    };
    let more_seats = Act::Edit { edition: None, seats: NonZeroU16::new(2) };
    type Story = (fn(&Desk), Act, L, L);
    let stories: [Story; 5] = [
        (refused_as_suspended, Act::Resume, L::NextNumberSuspended, L::SinceResumed),
        (expired, Act::Renew(Expiry::Never), L::NextNumberExpired, L::SinceRenewed),
        (bound, Act::Release(None), L::NextDeviceDiffers, L::SinceReleased),
        (bound, Act::Move(None), L::NextDeviceDiffers, L::SinceReleased),
        (bound, more_seats, L::NextDeviceDiffers, L::SinceSeats),
    ];
    for (refused, act, before, since) in stories {
        let desk = Desk::new();
        refused(&desk);
        let texts = |line: L| {
            let mail = [Lang::Zh, Lang::En].map(|lang| desk.suggested(lang).text());
            [mail[0].contains(line.zh()), mail[1].contains(line.en())]
        };
        assert_eq!(texts(before), [true, true], "{act:?}");
        // Nothing tells the order of a request and an act of the same second.
        desk.act(act, START);
        for line in [since, L::NextAgain, L::ResultWaits] {
            assert_eq!(texts(line), [true, true], "{act:?}: {line:?}");
        }
        assert_eq!(texts(before), [false, false], "{act:?}");
        let summary = summarise(Lang::Zh, &desk.history(), &[], &desk.profiles()).plain();
        assert!(summary.contains("这一原因已消除") && summary.contains("请让机器重新提交请求"), "{summary}");
    }
}

#[test]
fn a_number_that_is_suspended_or_revoked_after_a_refusal_is_what_stands_in_the_way() {
    let desk = Desk::new();
    refused_as_suspended(&desk);
    desk.act(Act::Resume, START + MINUTE);
    desk.act(Act::Suspend, START + 2 * MINUTE);
    assert!(desk.suggested(Lang::Zh).text().contains(L::NextNumberSuspended.zh()));
    desk.act(Act::Revoke, START + 3 * MINUTE);
    let text = desk.suggested(Lang::Zh).text();
    assert!(text.contains(L::NextNumberRevoked.zh()) && !text.contains(L::NextAgain.zh()), "{text}");
    assert!(text.contains("经查，该许可证号已作废。"), "{text}");
    let summary = summarise(Lang::Zh, &desk.history(), &[], &desk.profiles()).plain();
    assert!(summary.contains("下一步：请换一个许可证号"), "{summary}");
}

#[test]
fn the_closing_mail_of_a_cancelled_case() {
    let mut desk = Desk::new();
    desk.customer = CustomerEntry::default();
    desk.ask(machine(BAD, BOARD), 1, Scheme::Three, START);
    desk.note("机器已报废，客户撤回申请。", NoteAudience::Customer, START + DAY - MINUTE);
    desk.close(START + DAY);
    check(&desk, "cancelled-3-closing");
}

/// Checks that no mail of any case has codes, internal words, or words of the other language.
#[test]
fn no_mail_has_codes_or_internal_words() {
    type Story = fn(&Desk);
    let stories: [(&str, Story); 6] = [
        ("refused", until_stopgap),
        ("stopgap", |desk| {
            until_stopgap(desk);
            stopgap(desk);
        }),
        ("closed", |desk| {
            until_stopgap(desk);
            stopgap(desk);
            desk.close(START + DAY);
        }),
        ("suspended", |desk| {
            desk.act(Act::Suspend, START - MINUTE);
            desk.ask(machine(GOOD, BOARD), 1, Scheme::Three, START);
            desk.act(Act::Resume, START + MINUTE);
        }),
        ("revoked", |desk| {
            desk.act(Act::Revoke, START - MINUTE);
            desk.ask(machine(GOOD, BOARD), 1, Scheme::Three, START);
        }),
        ("by word", |desk| {
            let spoken = SpokenRequest::of(&desk.request(machine(BAD, BOARD), 1));
            let requester = Requester::Operator("li".into());
            let context = RequestContext { now: START, requester, scheme: Scheme::Three, bundle: None };
            let request = IncomingRequest::Spoken(spoken);
            poll_once(answer(&desk.store, &desk.published, &request, &context)).unwrap().unwrap();
        }),
    ];
    for (name, story) in stories {
        let desk = Desk::new();
        story(&desk);
        for kind in MailKind::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let text = desk.mail(lang, kind).text();
                for word in
                    ["-REFUSED", "-BLANK", "-PLACEHOLDER", "NUMBER-", "furious", "lawyers", "hopeless", "{"]
                {
                    assert!(!text.contains(word), "{name}: {word}: {text}");
                }
                let foreign = if lang == Lang::Zh { "activat" } else { "激活请求" };
                assert!(!text.contains(foreign), "{name}: {foreign}: {text}");
                for part in ["Example OS", NUMBER, "400 123 4567", "T-2026-0815", "CAS-000001"] {
                    assert!(text.contains(part), "{name}: {part}: {text}");
                }
            }
        }
    }
}

#[test]
fn salutation_and_subject_depend_on_the_known_customer() {
    let known = |typed| CustomerEntry::of_typed(typed).unwrap();
    for (customer, zh, en, subject) in [
        (
            known(["A", "王工", "", "", "T-1"]),
            "尊敬的王工：",
            "Dear 王工,",
            "【T-1】Example OS 激活问题分析与处理办法（CAS-000001）",
        ),
        (
            known(["Acme", "", "", "", ""]),
            "尊敬的Acme用户：",
            "Dear Acme team,",
            "【CAS-000001】Example OS 激活问题分析与处理办法",
        ),
        (
            CustomerEntry::default(),
            "尊敬的用户：",
            "Dear customer,",
            "【CAS-000001】Example OS 激活问题分析与处理办法",
        ),
    ] {
        let mut desk = Desk::new();
        desk.customer = customer;
        until_stopgap(&desk);
        let mail = desk.suggested(Lang::Zh);
        assert!(mail.text().starts_with(zh), "{}", mail.text());
        assert_eq!((mail.subject.as_str(), mail.to.len()), (subject, 0));
        assert!(desk.suggested(Lang::En).text().starts_with(en));
    }
}

#[test]
fn without_a_hotline_the_mail_asks_for_a_reply() {
    let mut desk = Desk::new();
    desk.published.profile.hotline = None;
    until_stopgap(&desk);
    let (zh, en) = (desk.suggested(Lang::Zh).text(), desk.suggested(Lang::En).text());
    assert!(zh.contains("请直接回复本邮件并注明单号 T-2026-0815") && !zh.contains("热线"), "{zh}");
    assert!(en.contains("reply to this mail and quote T-2026-0815") && !en.contains("otline"), "{en}");
}

#[test]
fn the_signature_of_the_settings_is_used() {
    let mut desk = Desk::new();
    desk.settings.signature = Some("{operator}\nExample OS 技术支持部\u{202e}".into());
    until_stopgap(&desk);
    let text = desk.suggested(Lang::Zh).text();
    assert!(text.ends_with("\nli\nExample OS 技术支持部\n服务热线：400 123 4567\n"), "{text}");
}

/// The suggested kind follows the state of the case.
#[test]
fn the_suggested_mail_depends_on_the_case() {
    let desk = Desk::new();
    until_stopgap(&desk);
    let suggested = |desk: &Desk| MailKind::suggested(&desk.history());
    desk.note("x", NoteAudience::Internal, START + 20 * MINUTE);
    assert_eq!(suggested(&desk), MailKind::First);
    desk.note("x", NoteAudience::Customer, START + 21 * MINUTE);
    assert_eq!(suggested(&desk), MailKind::Progress);
    desk.close(START + DAY);
    assert_eq!(suggested(&desk), MailKind::Closing);
    for kind in MailKind::ALL {
        assert_eq!(MailKind::from_name(kind.name()), Some(kind));
    }
}

/// Returns the names of a message's headers, in order, and its body.
fn taken_apart(message: &[u8]) -> (Vec<String>, String) {
    let text = String::from_utf8(message.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let names = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    (names.map(|line| line.split(':').next().unwrap().to_owned()).collect(), body.to_owned())
}

#[test]
fn text_of_a_customer_never_becomes_a_header() {
    let evil = "x\r\nBcc: victim@example.com\r\n\r\n<b>";
    let mut desk = Desk::new();
    desk.customer = CustomerEntry {
        customer: Customer {
            organisation: evil.into(),
            contact: evil.into(),
            telephone: evil.into(),
            mail: format!("{evil}, wang@example.cn\r\nBcc: victim@example.com"),
        },
        ticket: evil.repeat(40),
    };
    until_stopgap(&desk);
    let names = ["Beispiel-OS für Köln", "OS\" <victim@example.com>, \"x"];
    for (lang, name) in [Lang::Zh, Lang::En].into_iter().zip(names) {
        desk.published.profile.name = name.into();
        let message = desk.suggested(lang).message(None, START);
        let (mut names, body) = taken_apart(&message);
        names.sort_unstable();
        let expected = [
            "Content-Transfer-Encoding",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Subject",
            "To",
            "X-Unsent",
        ];
        assert_eq!(names, expected);
        assert!(body.is_ascii(), "{body}");
        assert!(message.split(|byte| *byte == b'\n').all(|line| line.len() <= 999));
    }
}

/// The ledger has no order of acts and requests within a second, but a suspension is the reason of the refusal.
#[test]
fn a_suspension_comes_before_the_refusal_that_it_caused() {
    let desk = Desk::new();
    desk.act(Act::Suspend, START);
    desk.ask(machine(GOOD, BOARD), 1, Scheme::Three, START);
    let text = desk.mail(Lang::Zh, MailKind::Progress).text();
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
    assert!(at("1. 2026年11月23日 10:10，我们暂停了许可证号") < at("提交激活请求，未通过"), "{text}");
    let summary = summarise(Lang::En, &desk.history(), &[], &desk.profiles()).plain();
    assert!(
        summary.find("suspended. Reason").unwrap() < summary.find("refused, NUMBER-SUSPENDED").unwrap(),
        "{summary}"
    );
    // A suspension after a refusal for another reason stays after it.
    let desk = Desk::new();
    desk.ask(machine(BAD, BOARD), 1, Scheme::Three, START);
    desk.act(Act::Suspend, START);
    let text = desk.mail(Lang::Zh, MailKind::Progress).text();
    assert!(text.find("提交激活请求，未通过").unwrap() < text.find("我们暂停了许可证号").unwrap(), "{text}");
}

#[test]
fn a_number_of_another_customer_is_shortened() {
    let desk = Desk::new();
    desk.ask(machine(BAD, BOARD), 1, Scheme::Three, START);
    desk.act(Act::Suspend, START + 1);
    let number = desk.license().as_str().to_owned();
    for kind in MailKind::ALL {
        for lang in [Lang::En, Lang::Zh] {
            let own = desk.mail(lang, kind).text();
            let others = BTreeSet::from([desk.license()]);
            let other = desk.mail_with(lang, kind, &others).text();
            let short = format!("{}…{}", &number[..2], &number[number.len() - 2..]);
            assert!(own.contains(&number) && !other.contains(&number), "{other}");
            assert_eq!(own.replace(&number, &short), other);
        }
    }
}

#[test]
fn a_move_names_this_machine_only_if_it_got_the_code() {
    let desk = Desk::new();
    desk.ask(machine(BAD, BOARD), 1, Scheme::Three, START);
    desk.ask(machine(GOOD, "BR80G7654321"), 2, Scheme::Three, START + MINUTE);
    desk.act(Act::Move(None), START + DAY);
    let moved = |desk: &Desk| desk.mail(Lang::Zh, MailKind::Progress).text();
    assert!(moved(&desk).contains("供新的机器使用"), "{}", moved(&desk));
    desk.ask(machine(GOOD, "BR80G7654321"), 5, Scheme::Three, START + DAY);
    let request = IncomingRequest::Full(desk.request(machine(GOOD, BOARD), 4));
    let requester = Requester::Operator("li".into());
    let context = RequestContext { now: START + 2 * DAY, requester, scheme: Scheme::Three, bundle: None };
    poll_once(move_and_answer(&desk.store, &desk.published, &request, &context, None, "a new board"))
        .unwrap()
        .unwrap();
    assert!(moved(&desk).contains("转到这台机器"), "{}", moved(&desk));
}

#[test]
fn a_value_that_was_not_read_is_not_called_empty() {
    let desk = Desk::new();
    let mut request = desk.request(machine(["", "B450M Pro4", ""], BOARD), 1);
    request.head.verdicts = [Verdict::Unreadable, Verdict::Ok, Verdict::Blank];
    let context =
        RequestContext { now: START, requester: Requester::Public, scheme: Scheme::Three, bundle: None };
    let request = IncomingRequest::Full(request);
    poll_once(answer(&desk.store, &desk.published, &request, &context)).unwrap().unwrap();
    let text = desk.mail(Lang::Zh, MailKind::First).text();
    assert!(text.contains("制造商（未能读取），型号“B450M Pro4”，序列号（空）"), "{text}");
}

#[test]
fn a_mail_says_that_a_machine_was_verified_only_if_an_operator_said_so() {
    let desk = Desk::new();
    until_stopgap(&desk);
    desk.ask(machine(GOOD, BOARD), 4, Scheme::Three, START + DAY);
    let mut history = desk.history();
    history.attempts.last_mut().unwrap().notes.push(Note::ValueSeen);
    let text = |history: &CaseHistory| {
        let (customer, profiles) = (&desk.customer, &desk.profiles());
        let facts = MailFacts { history, customer, others: &BTreeSet::new(), profiles, waits: false };
        write(Lang::Zh, MailKind::Closing, &facts, &desk.settings, "li").text()
    };
    assert!(text(&history).contains(L::NoteValueSeen.zh()), "{}", text(&history));
    assert!(!text(&history).contains("人工核实"), "{}", text(&history));
    history.actions.push(AuditEntry {
        at: START + DAY,
        operator: "li".into(),
        license: desk.license(),
        kind: ActionKind::Verify,
        seat: Some(1),
        detail: String::new(),
        reason: "the lawyers insist".into(),
    });
    assert!(text(&history).contains(L::NoteValueSeenVerified.zh()), "{}", text(&history));
    assert!(!text(&history).contains("lawyers"), "{}", text(&history));
}
