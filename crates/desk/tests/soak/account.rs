//! A customer's record of one license number: its license, its machines, each request and its code. Never here: how a request is sent.

use std::time::Instant;

use countersign_testing::invented;

use crate::world::Retired;

/// A number that exists and that no customer has taken yet.
#[derive(Debug, Clone)]
pub struct UnusedNumber {
    pub number: u64,
    pub terms: Terms,
    /// The earliest and latest time at which it was made.
    pub made: (Instant, Instant),
}

/// The license of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub edition: u8,
    pub seats: u16,
    /// In the desk's format: `never`, a date, or a count of days such as `5000d`.
    pub expiry: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Active,
    Suspended,
    Revoked,
}

/// A number and what its customer knows about it.
pub struct Account {
    pub number: u64,
    pub text: String,
    pub terms: Terms,
    pub state: State,
    pub machines: Vec<Machine>,
    /// The number's lines in the list of numbers, the oldest first.
    pub history: Vec<HistoryEntry>,
    /// The latest end among its codes. The inner `None` is a code without an end.
    pub latest_end: Option<Option<u16>>,
    /// Its cases, each with whether it is open.
    pub cases: Vec<(String, bool)>,
    /// How many times a seat was moved.
    pub moves: usize,
    /// Strangers ask for this number too, so it has cases that aren't in `cases`.
    pub is_target: bool,
}

/// A machine that requests codes for the number.
pub struct Machine {
    pub index: u64,
    pub seat: Option<u16>,
    pub requests: Vec<MachineRequest>,
    /// Its open case.
    pub case: Option<String>,
}

/// A request of a machine.
#[derive(Debug, Clone)]
pub struct MachineRequest {
    pub nonce: u32,
    /// The index of the profile that it was last made with.
    pub profile: usize,
    pub code: Option<SeenCode>,
}

/// A code that a machine received.
#[derive(Debug, Clone)]
pub struct SeenCode {
    pub lines: Vec<String>,
    pub key: u8,
    /// The license when the code was received.
    pub terms: Terms,
    /// When it was last received.
    pub at: Instant,
    /// Whether its seat was freed or its number revoked.
    pub spent: bool,
}

/// A number's line in the list of numbers, and the earliest and latest time at which it came to apply.
#[derive(Debug, Clone)]
pub struct HistoryEntry {
    pub began: Instant,
    pub ended: Instant,
    pub listed: ListedNumber,
}

/// A number's line in the list of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedNumber {
    pub state: String,
    pub taken: u64,
    pub terms: Terms,
}

/// The expected answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// The code of the earlier answer.
    Same,
    /// A code that differs from all earlier ones.
    New,
    Refused(&'static str),
}

impl Account {
    pub fn new(unused: UnusedNumber) -> Self {
        let UnusedNumber { number, terms, made: (began, ended) } = unused;
        let mut account = Self {
            number,
            text: invented::number(number),
            terms,
            state: State::Active,
            machines: Vec::new(),
            history: Vec::new(),
            latest_end: None,
            cases: Vec::new(),
            moves: 0,
            is_target: false,
        };
        account.record(began, ended);
        account
    }

    /// Returns how many machines are on seats.
    pub fn taken(&self) -> usize {
        self.machines.iter().filter(|machine| machine.seat.is_some()).count()
    }

    /// Returns whether a seat is free.
    pub fn has_free_seat(&self) -> bool {
        self.taken() < usize::from(self.terms.seats)
    }

    /// Returns the indexes of the machines that are on seats, or of those that aren't.
    pub fn machines_seated(&self, seated: bool) -> Vec<usize> {
        (0..self.machines.len()).filter(|at| self.machines[*at].seat.is_some() == seated).collect()
    }

    /// Returns the number's expected line in the list of numbers.
    pub fn listed(&self) -> ListedNumber {
        let taken = self.taken() as u64;
        let state = match self.state {
            State::Active if taken > 0 => "bound",
            State::Active => "unused",
            State::Suspended => "suspended",
            State::Revoked => "revoked",
        };
        ListedNumber { state: state.to_owned(), taken, terms: self.terms.clone() }
    }

    /// Adds the current line to the history, if the line changed. `began` and `ended` enclose the change.
    pub fn record(&mut self, began: Instant, ended: Instant) {
        let listed = self.listed();
        if self.history.last().is_none_or(|last| last.listed != listed) {
            self.history.push(HistoryEntry { began, ended, listed });
        }
    }

    /// Frees a seat, and marks all codes of its machine as spent.
    pub fn free(&mut self, seat: u16) {
        for machine in self.machines.iter_mut().filter(|machine| machine.seat == Some(seat)) {
            machine.seat = None;
            machine
                .requests
                .iter_mut()
                .filter_map(|request| request.code.as_mut())
                .for_each(|code| code.spent = true);
        }
    }

    /// Revokes the number, and marks all its codes as spent.
    pub fn revoke(&mut self) {
        self.state = State::Revoked;
        let machines = self.machines.iter_mut().flat_map(|machine| &mut machine.requests);
        machines.filter_map(|request| request.code.as_mut()).for_each(|code| code.spent = true);
    }

    /// Returns the expected answers to a request with a profile that pins `pinned`: by the keys that are certainly retired, and by those
    /// that may be.
    pub fn expected(
        &self,
        machine: usize,
        request_at: usize,
        pinned: &[u8],
        retired: &Retired,
    ) -> [Expected; 2] {
        [&retired.certain, &retired.possible].map(|retired| {
            if pinned.iter().all(|key| retired.contains(key)) {
                return Expected::Refused("PROFILE-RETIRED");
            }
            match self.state {
                State::Suspended => return Expected::Refused("NUMBER-SUSPENDED"),
                State::Revoked => return Expected::Refused("NUMBER-REVOKED"),
                State::Active => {}
            }
            let machine = &self.machines[machine];
            match &machine.requests[request_at].code {
                Some(code) if code.spent => Expected::Refused("REQUEST-SPENT"),
                Some(code) => {
                    let terms = (code.terms.edition, &code.terms.expiry);
                    let is_current = terms == (self.terms.edition, &self.terms.expiry);
                    let key_signs = !retired.contains(&code.key) && pinned.contains(&code.key);
                    if is_current && key_signs { Expected::Same } else { Expected::New }
                }
                None if machine.seat.is_some() || self.has_free_seat() => Expected::New,
                None => Expected::Refused("DEVICE-DIFFERS"),
            }
        })
    }
}

impl Terms {
    /// Returns a license with the given seats and expiry.
    pub fn new(seats: u16, expiry: &str) -> Self {
        Self { edition: 0, seats, expiry: expiry.to_owned() }
    }

    /// Returns a later expiry, or `None` for a license without an end.
    pub fn later_expiry(&self) -> Option<String> {
        match self.expiry.split('-').next()?.parse::<u16>() {
            // A count of days starts at the first use, which is during the soak.
            Err(_) if self.expiry.ends_with('d') => Some("2050-12-31".to_owned()),
            Err(_) => None,
            Ok(year) if year < 2070 => Some(format!("{}-12-31", year + 1)),
            Ok(_) => Some("never".to_owned()),
        }
    }
}
