//! A small history, and its statistics. They are the same for SQLite and for PostgreSQL.

use std::collections::BTreeMap;

use countersign_core::machine::Origin;
use countersign_core::protocol::license::{Day, day_of};
use countersign_core::protocol::{Marker, Mask, Platform, Scheme};
use countersign_core::review::Verdict;
use countersign_desk::sql::{
    AddedEntry, CaseFilter, CaseStateFilter, CaseStep, NewLicenses, NewNumber, NumberFilter, NumberState,
    OnDifference, OutcomeFilter, RequestFilter, SqlStore, TimeOrder,
};
use countersign_desk::statistics::{
    CaseEnding, DayCounts, EndingCounts, ExpiringCounts, OpenCaseCounts, Outcomes, Period, PlatformCounts,
    ReasonCount, Statistics, time_of,
};
use countersign_ledger::{
    ActionKind, Attempt, AttemptOutcome, AuditEntry, CaseChange, CaseKey, CaseNote, CaseNumber,
    CaseStore as _, Expiry, GrantKind, License, LicenseId, NoteAudience, Reason, ShownState, Store as _,
    UnitOfWork,
};

/// 2026-11-22 15:31 UTC.
pub const NOW: i64 = 1_795_361_511;
/// The day of [`NOW`].
const TODAY: Day = 2517;
/// The two products.
pub const OS: &str = "example-os";
pub const DB: &str = "example-db";

/// The seconds of a day.
const DAY: i64 = 86_400;

fn license(product: &str, at: u8) -> LicenseId {
    LicenseId::new(product, Mask::parse("A99").unwrap().parse_number(&format!("K{at:02}")).unwrap())
}

/// A request that came `ago` seconds before [`NOW`].
fn attempt(ago: i64, license: Option<LicenseId>, platform: u8, reason: Option<Reason>) -> Attempt {
    Attempt {
        at: NOW - ago,
        operator: None,
        spoken: false,
        packed: [1; 6],
        license,
        name: "K7Q-F2M".into(),
        profile: 1,
        platform,
        scheme: Scheme::Three,
        values: None,
        verdicts: [Verdict::Ok; 3],
        origins: [Origin::Firmware; 3],
        marker2: None,
        marker3: Marker([5; 10]),
        outcome: reason.map_or(AttemptOutcome::Issued(GrantKind::First), AttemptOutcome::Refused),
        differs: Vec::new(),
        notes: Vec::new(),
        request: "[COUNTERSIGN REQUEST".into(),
    }
}

/// Writes a history into a store.
pub struct History<'a> {
    store: &'a SqlStore,
    machines: u8,
    keys: BTreeMap<CaseNumber, CaseKey>,
}

impl History<'_> {
    async fn commit(&self, attempt: Attempt, case: CaseChange) -> Option<CaseNumber> {
        let unit = UnitOfWork { attempt: Some(attempt), case, ..UnitOfWork::default() };
        self.store.commit(unit).await.unwrap()
    }

    /// Refuses a machine `ago` seconds before [`NOW`]. This opens a case.
    async fn refuse(&mut self, ago: i64, product: &str, platform: u8, reason: Reason) -> CaseNumber {
        self.machines += 1;
        let key = CaseKey {
            number: [self.machines; 6],
            marker2: Some(Marker([self.machines; 10])),
            marker3: None,
            model: None,
        };
        let license = license(product, 1);
        let refused = attempt(ago, Some(license), platform, Some(reason));
        let case = self.commit(refused, CaseChange::Open(key, None)).await.unwrap();
        self.keys.insert(case, key);
        case
    }

    /// Issues the code for the machine of a case.
    async fn solve(&self, ago: i64, case: CaseNumber, product: &str, platform: u8, operator: Option<&str>) {
        let operator = operator.map(str::to_owned);
        let solved = Attempt { operator, ..attempt(ago, Some(license(product, 1)), platform, None) };
        self.commit(solved, CaseChange::Solve(vec![case], self.keys[&case])).await;
    }

    async fn step(&self, ago: i64, case: CaseNumber, step: CaseStep) {
        self.store.change_case(case, None, step, "li", NOW - ago).await.unwrap().unwrap();
    }

    async fn add(&self, product: &str, numbers: &[(u8, Expiry)]) {
        let number = |&(at, expiry): &(u8, Expiry)| {
            NewNumber::of(license(product, at).number, License { expiry, ..License::default() })
        };
        let (product, numbers) = (product.to_owned(), numbers.iter().map(number).collect());
        let (on_difference, entry) = (OnDifference::AddOthers, AddedEntry::Added);
        let new = NewLicenses { product, numbers, on_difference, entry, by: "li".into(), at: 7 };
        self.store.add_licenses(new, |_| ()).await.unwrap();
    }
}

/// Writes the history.
pub async fn write(store: &SqlStore) {
    let mut history = History { store, machines: 0, keys: BTreeMap::new() };
    let on = |ahead: i32| Expiry::On(u16::try_from(i32::from(TODAY) + ahead).unwrap());
    let numbers =
        [(1, Expiry::Never), (2, on(0)), (3, on(7)), (4, on(8)), (5, on(90)), (6, on(91)), (7, on(-1))];
    history.add(OS, &numbers).await;
    history.add(DB, &[(1, Expiry::After(30)), (2, on(30))]).await;
    let refused = Reason::MachineRefused;
    // The customer solves a case alone.
    let case = history.refuse(3 * DAY, OS, 1, refused).await;
    history.solve(3 * DAY - 60, case, OS, 1, None).await;
    // An operator helps with each of these cases in one way: a note, the answer, an earlier request, an assignee, an act on the number.
    let noted = history.refuse(2 * DAY, OS, 1, refused).await;
    let text = "called".to_owned();
    let note =
        CaseNote { at: NOW - 2 * DAY + 1, operator: "li".into(), text, audience: NoteAudience::Internal };
    store.add_note(noted, &note).await.unwrap().unwrap();
    history.solve(2 * DAY - 60, noted, OS, 1, None).await;
    let answered = history.refuse(2 * DAY, OS, 4, Reason::ValueSeen).await;
    history.solve(2 * DAY - 60, answered, OS, 4, Some("li")).await;
    let brought = history.refuse(2 * DAY, OS, 4, refused).await;
    let by_li = attempt(2 * DAY - 30, Some(license(OS, 1)), 4, Some(refused));
    let by_li = Attempt { operator: Some("li".into()), ..by_li };
    history.commit(by_li, CaseChange::Join(brought)).await;
    history.solve(2 * DAY - 60, brought, OS, 4, None).await;
    let owned = history.refuse(2 * DAY, OS, 4, refused).await;
    history.step(2 * DAY - 30, owned, CaseStep::Assign(Some("li".into()))).await;
    history.solve(2 * DAY - 60, owned, OS, 4, None).await;
    let released = history.refuse(DAY, DB, 67, Reason::DeviceDiffers).await;
    let audit = AuditEntry {
        at: NOW - DAY + 30,
        operator: "li".into(),
        license: license(DB, 1),
        kind: ActionKind::Release,
        seat: Some(1),
        detail: String::new(),
        reason: "replaced".into(),
    };
    store.commit(UnitOfWork { audit: Some(audit), ..UnitOfWork::default() }).await.unwrap();
    history.solve(DAY - 60, released, DB, 67, None).await;
    // The box keeps the future small.
    Box::pin(reopened(&mut history)).await;
    // Cases that are closed by hand, wait for the customer, are assigned to li, or were opened before the period.
    let scrapped = history.refuse(0, OS, 0, refused).await;
    history.step(0, scrapped, CaseStep::Close(Some("scrapped".into()))).await;
    let waits = history.refuse(0, OS, 0, refused).await;
    history.step(0, waits, CaseStep::Wait).await;
    let own = history.refuse(60, DB, 200, refused).await;
    history.step(0, own, CaseStep::Assign(Some("li".into()))).await;
    let (first, _) = edges();
    history.refuse(NOW - first + 1, OS, 1, refused).await;
    // Requests without a case: for an unknown number; in the first and in the last second of the period, and in the second after it.
    history.commit(attempt(0, None, 1, Some(Reason::NumberUnknown)), CaseChange::None).await;
    let (first, end) = edges();
    for at in [first, end - 1, end] {
        history.commit(attempt(NOW - at, Some(license(OS, 2)), 2, None), CaseChange::None).await;
    }
}

/// A case whose machine got a code, and which is opened again and closed by hand, wasn't closed without a code.
async fn reopened(history: &mut History<'_>) {
    let case = history.refuse(DAY, OS, 0, Reason::MachineRefused).await;
    history.solve(DAY - 60, case, OS, 0, None).await;
    history.step(DAY - 70, case, CaseStep::Reopen("it is back".into())).await;
    history.step(DAY - 80, case, CaseStep::Close(Some("explained".into()))).await;
    let stored = history.store.case_history(case).await.unwrap().unwrap();
    assert_eq!(stored.issued().count(), 1, "the case still shows its code");
}

/// The first second of the week, and the first after it.
fn edges() -> (i64, i64) {
    let time = Period::until(NOW, 7).time();
    (time.from.unwrap(), time.before.unwrap())
}

/// Checks the statistics of the history.
pub async fn check(store: &SqlStore) {
    let week = Period::until(NOW, 7);
    let all = store.statistics(week, None).await.unwrap();
    let day =
        |ago: u16, issued, refused| DayCounts { day: TODAY - ago, requests: Outcomes { issued, refused } };
    let days = [(6, 1, 0), (5, 0, 0), (4, 0, 0), (3, 1, 1), (2, 4, 5), (1, 2, 2), (0, 1, 4)];
    assert_eq!(all.days, days.map(|(ago, issued, refused)| day(ago, issued, refused)));
    assert_eq!(all.requests(), Outcomes { issued: 9, refused: 12 });
    let reason = |reason, requests| ReasonCount { reason, requests };
    let reasons = [
        reason(Reason::MachineRefused, 9),
        reason(Reason::NumberUnknown, 1),
        reason(Reason::DeviceDiffers, 1),
        reason(Reason::ValueSeen, 1),
    ];
    assert_eq!(all.reasons, reasons);
    let platform = |byte, issued, refused| PlatformCounts {
        platform: Platform(byte),
        requests: Outcomes { issued, refused },
    };
    let platforms = [(4, 3, 4), (1, 2, 3), (0, 1, 3), (2, 2, 0), (67, 1, 1), (200, 0, 1)]
        .map(|(a, b, c)| platform(a, b, c));
    assert_eq!(all.platforms, platforms);
    assert_eq!(all.endings, EndingCounts { alone: 1, helped: 6, by_hand: 1, open: 2 });
    assert_eq!(all.expiring, ExpiringCounts { within: [2, 4, 5], expired: 1 });
    let of_db = store.statistics(week, Some(DB)).await.unwrap();
    assert_eq!(of_db.requests(), Outcomes { issued: 1, refused: 2 });
    assert_eq!(of_db.endings, EndingCounts { helped: 1, open: 1, ..EndingCounts::default() });
    assert_eq!(of_db.expiring, ExpiringCounts { within: [0, 1, 1], expired: 0 });
    let none = store.statistics(week, Some("other")).await.unwrap();
    assert_eq!(
        (none.requests(), none.endings.total(), none.expiring.is_empty()),
        (Outcomes::default(), 0, true)
    );
    let today = store.statistics(Period::until(NOW, 1), None).await.unwrap();
    assert_eq!(today.days, [day(0, 1, 4)]);
    let month = store.statistics(Period::until(NOW, 30), None).await.unwrap();
    assert_eq!((month.days.len(), month.endings.total()), (30, 11));
    for statistics in [&all, &of_db, &none, &month] {
        check_lists(store, statistics).await;
    }
    let (first, _) = edges();
    let open = OpenCaseCounts { desk: 2, customer: 1, own: 1, oldest: Some(first - 1) };
    assert_eq!(store.open_case_counts(None, "li").await.unwrap(), open);
    let open = OpenCaseCounts { desk: 1, customer: 0, own: 0, oldest: Some(NOW - 60) };
    assert_eq!(store.open_case_counts(Some(DB), "wang").await.unwrap(), open);
}

/// Checks that each count is the length of the list that its link shows, in each order and with short pages.
async fn check_lists(store: &SqlStore, statistics: &Statistics) {
    let requests = async |filter: RequestFilter| {
        let filter = RequestFilter { product: statistics.product.clone(), ..filter };
        let mut counts = [0, 0];
        for (order, count) in [TimeOrder::Newest, TimeOrder::Oldest].into_iter().zip(&mut counts) {
            let mut after = None;
            loop {
                let page = store.list_requests(&filter, order, after.as_ref(), 3).await.unwrap();
                *count += page.rows.len() as u64;
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
        assert_eq!(counts[0], counts[1], "{filter:?}");
        counts[0]
    };
    let (issued, refused) = (Some(OutcomeFilter::Issued), Some(OutcomeFilter::Refused));
    for one in &statistics.days {
        let of = |outcome| RequestFilter { outcome, time: time_of(one.day), ..RequestFilter::default() };
        assert_eq!(requests(of(issued)).await, one.requests.issued, "{one:?}");
        assert_eq!(requests(of(refused)).await, one.requests.refused, "{one:?}");
    }
    let time = statistics.period.time();
    for one in &statistics.reasons {
        let reason = Some(one.reason.code().to_owned());
        let filter = RequestFilter { reason, outcome: refused, time, ..RequestFilter::default() };
        assert_eq!(requests(filter).await, one.requests, "{one:?}");
    }
    for one in &statistics.platforms {
        let platform = Some(one.platform);
        let of = |outcome| RequestFilter { outcome, platform, time, ..RequestFilter::default() };
        assert_eq!(requests(of(issued)).await, one.requests.issued, "{one:?}");
        assert_eq!(requests(of(refused)).await, one.requests.refused, "{one:?}");
    }
    let cases = async |state, ending| {
        let product = statistics.product.clone();
        let filter = CaseFilter { state, ending, product, time, ..CaseFilter::default() };
        store.list_cases(&filter, TimeOrder::Newest, None, 99).await.unwrap().rows.len() as u64
    };
    for (ending, count) in CaseEnding::ALL.into_iter().zip([
        statistics.endings.alone,
        statistics.endings.helped,
        statistics.endings.by_hand,
    ]) {
        assert_eq!(cases(CaseStateFilter::Closed, Some(ending)).await, count, "{ending:?}");
    }
    assert_eq!(cases(CaseStateFilter::Open, None).await, statistics.endings.open);
    let numbers = async |state| {
        let filter = NumberFilter {
            product: statistics.product.clone(),
            state: Some(state),
            ..NumberFilter::default()
        };
        store.count_numbers(&filter, day_of(NOW), 99).await.unwrap() as u64
    };
    for (days, count) in statistics.expiring.each() {
        assert_eq!(numbers(NumberState::Expiring(days)).await, count, "{days}");
    }
    assert_eq!(numbers(NumberState::Shown(ShownState::Expired)).await, statistics.expiring.expired);
}
