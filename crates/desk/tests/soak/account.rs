//! What one customer saw of one license number: its license, its machines, each request and its code. Never here: how it is asked.

use std::time::Instant;

use countersign_testing::invented;

use crate::world::Retired;

/// A number that was made and that nobody has used.
#[derive(Debug, Clone)]
pub struct Fresh {
    pub number: u64,
    pub terms: Terms,
    /// It was made between these moments.
    pub made: (Instant, Instant),
}

/// A license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub edition: u8,
    pub seats: u16,
    /// As the desk writes it: `never`, a day, or a count of days such as `5000d`.
    pub expiry: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Active,
    Suspended,
    Revoked,
}

/// A number of a customer.
pub struct Account {
    pub number: u64,
    pub text: String,
    pub terms: Terms,
    pub state: State,
    pub machines: Vec<Machine>,
    /// What a list of numbers showed of it, from its making on.
    pub history: Vec<Moment>,
    /// The latest end that a code had; `None` within for a code without end.
    pub latest_end: Option<Option<u16>>,
    /// Its cases, and whether each is open.
    pub cases: Vec<(String, bool)>,
    /// How often a seat was moved.
    pub moves: usize,
    /// Strangers know it, and have cases of their own.
    pub is_guarded: bool,
}

/// A machine that asks for the number.
pub struct Machine {
    pub index: u64,
    pub seat: Option<u16>,
    pub asked: Vec<Asked>,
    /// Its open case.
    pub case: Option<String>,
}

/// A request of a machine, by its nonce.
#[derive(Debug, Clone)]
pub struct Asked {
    pub nonce: u32,
    /// The place of the profile that it was last made by.
    pub profile: usize,
    pub code: Option<Seen>,
}

/// A code that a machine was given.
#[derive(Debug, Clone)]
pub struct Seen {
    pub lines: Vec<String>,
    pub key: u8,
    /// The license of that time.
    pub terms: Terms,
    /// When it was seen last.
    pub at: Instant,
    /// Its seat was freed, or its number revoked.
    pub spent: bool,
}

/// A line of the list of numbers, and when it came to be.
#[derive(Debug, Clone)]
pub struct Moment {
    pub began: Instant,
    pub ended: Instant,
    pub shown: Shown,
}

/// What the list of numbers shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub state: String,
    pub taken: u64,
    pub terms: Terms,
}

/// What a request has to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// The code that was seen.
    Same,
    /// Another one than any that was seen.
    New,
    Refused(&'static str),
}

impl Account {
    pub fn new(fresh: Fresh) -> Self {
        let Fresh { number, terms, made: (began, ended) } = fresh;
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
            is_guarded: false,
        };
        account.note(began, ended);
        account
    }

    /// How many machines are on seats.
    pub fn taken(&self) -> usize {
        self.machines.iter().filter(|machine| machine.seat.is_some()).count()
    }

    /// Whether a seat is free.
    pub fn has_room(&self) -> bool {
        self.taken() < usize::from(self.terms.seats)
    }

    /// The places of the machines that are on seats, or of those that aren't.
    pub fn machines_seated(&self, seated: bool) -> Vec<usize> {
        (0..self.machines.len()).filter(|at| self.machines[*at].seat.is_some() == seated).collect()
    }

    /// What the list of numbers shows now.
    pub fn shown(&self) -> Shown {
        let taken = self.taken() as u64;
        let state = match self.state {
            State::Active if taken > 0 => "bound",
            State::Active => "unused",
            State::Suspended => "suspended",
            State::Revoked => "revoked",
        };
        Shown { state: state.to_owned(), taken, terms: self.terms.clone() }
    }

    /// Keeps what the list shows since something that was done between these moments.
    pub fn note(&mut self, began: Instant, ended: Instant) {
        let shown = self.shown();
        if self.history.last().is_none_or(|last| last.shown != shown) {
            self.history.push(Moment { began, ended, shown });
        }
    }

    /// A seat was freed: every code for it is used up.
    pub fn free(&mut self, seat: u16) {
        for machine in self.machines.iter_mut().filter(|machine| machine.seat == Some(seat)) {
            machine.seat = None;
            machine
                .asked
                .iter_mut()
                .filter_map(|asked| asked.code.as_mut())
                .for_each(|code| code.spent = true);
        }
    }

    /// The number was revoked: every code is used up.
    pub fn revoke(&mut self) {
        self.state = State::Revoked;
        let machines = self.machines.iter_mut().flat_map(|machine| &mut machine.asked);
        machines.filter_map(|asked| asked.code.as_mut()).for_each(|code| code.spent = true);
    }

    /// What the request has to be answered, if its profile pins these keys.
    pub fn expected(&self, machine: usize, asked: usize, pinned: &[u8], retired: &Retired) -> [Expected; 2] {
        [&retired.surely, &retired.maybe].map(|retired| {
            if pinned.iter().all(|key| retired.contains(key)) {
                return Expected::Refused("PROFILE-RETIRED");
            }
            match self.state {
                State::Suspended => return Expected::Refused("NUMBER-SUSPENDED"),
                State::Revoked => return Expected::Refused("NUMBER-REVOKED"),
                State::Active => {}
            }
            let machine = &self.machines[machine];
            match &machine.asked[asked].code {
                Some(code) if code.spent => Expected::Refused("REQUEST-SPENT"),
                Some(code) => {
                    let terms = (code.terms.edition, &code.terms.expiry);
                    let stands = terms == (self.terms.edition, &self.terms.expiry);
                    let signs = !retired.contains(&code.key) && pinned.contains(&code.key);
                    if stands && signs { Expected::Same } else { Expected::New }
                }
                None if machine.seat.is_some() || self.has_room() => Expected::New,
                None => Expected::Refused("DEVICE-DIFFERS"),
            }
        })
    }
}

impl Terms {
    /// A license of that many seats and that end.
    pub fn new(seats: u16, expiry: &str) -> Self {
        Self { edition: 0, seats, expiry: expiry.to_owned() }
    }

    /// A later end; `None` for a license without end.
    pub fn later(&self) -> Option<String> {
        match self.expiry.split('-').next()?.parse::<u16>() {
            // A count of days from the first use, which lies within the soak.
            Err(_) if self.expiry.ends_with('d') => Some("2050-12-31".to_owned()),
            Err(_) => None,
            Ok(year) if year < 2070 => Some(format!("{}-12-31", year + 1)),
            Ok(_) => Some("never".to_owned()),
        }
    }
}
