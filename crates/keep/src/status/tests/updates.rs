//! Tests what a `status` that root runs writes, and that it overwrites nothing else.

use super::*;

struct Rig {
    file: Arc<MemoryStorage>,
    efi: Arc<MemoryStorage>,
}

impl Rig {
    fn new(activation: &Activation) -> Self {
        let rig = Self { file: Arc::default(), efi: Arc::default() };
        rig.keep().store(activation).unwrap();
        rig
    }

    fn keep(&self) -> Keep {
        Keep::on_storages(Box::new(self.file.clone()), Some(Box::new(self.efi.clone())), "example-os")
    }

    /// Returns the status for root, after writing its update.
    fn ask(&self, machine: &Machine, clock: u16, boot: u8) -> Status {
        let profile = profile();
        let judged = review(machine, &profile.policy);
        let today = Today { clock, boot: Some([boot; 16]), build: 0 };
        let found = status(&self.keep().load(), machine, &judged, &profile, &today, true);
        if let Some(update) = &found.update {
            assert_eq!(self.keep().apply(update), Ok(Applied::Written));
        }
        found
    }

    fn latest(&self) -> u16 {
        self.keep().load().activation.unwrap().clock.unwrap().latest
    }

    /// Returns the first lost day in the file and in UEFI.
    fn first_lost(&self) -> [Option<u16>; 2] {
        let bare = |file: Box<dyn Storage>, efi: Option<Box<dyn Storage>>| {
            Keep::on_storages(file, efi, "example-os").load().activation.unwrap().first_lost
        };
        let in_file = bare(Box::new(self.file.clone()), None);
        [in_file, bare(Box::new(MemoryStorage::new()), Some(Box::new(self.efi.clone())))]
    }
}

#[test]
fn only_a_status_of_root_raises_the_latest_day() {
    let here = machine(FIRMWARE);
    let rig = Rig::new(&accepted(&PLAIN, &here));
    assert_eq!(rig.latest(), TODAY);
    assert_eq!(rig.ask(&here, TODAY, 1).update, None, "there is nothing to update");
    rig.ask(&here, TODAY + 30, 1);
    assert_eq!(rig.latest(), TODAY + 30);
    rig.ask(&here, TODAY, 1);
    assert_eq!(rig.latest(), TODAY + 30);
    // A jump is seen at three boots; then its smallest day counts.
    for (boot, clock, latest) in [
        (2, TODAY + 900, TODAY + 30),
        (2, TODAY + 900, TODAY + 30),
        (3, TODAY + 800, TODAY + 30),
        (4, TODAY + 801, TODAY + 800),
    ] {
        rig.ask(&here, clock, boot);
        assert_eq!(rig.latest(), latest, "wrong latest day after boot {boot}");
    }
    // A status of another user has no update.
    let user = Machine { read_as_root: false, ..here.clone() };
    assert_eq!(ask_on(&rig.keep().load(), &user, TODAY + 810).update, None);
    // A status on another machine has no update either.
    assert_eq!(ask_on(&rig.keep().load(), &machine(["MSI", "X", "Y9"]), TODAY + 810).update, None);
    // A new code starts a new clock memory.
    rig.keep()
        .store(&Activation {
            code: accepted(&Case { expires: Some(3_000), ..PLAIN }, &here).code,
            ..accepted(&PLAIN, &here)
        })
        .unwrap();
    assert_eq!(rig.latest(), TODAY);
}

#[test]
fn the_first_lost_day_stays_in_both_records_until_the_value_is_back() {
    let (here, lost) = (machine(FIRMWARE), machine(BLANK_SERIAL));
    let rig = Rig::new(&accepted(&PLAIN, &here));
    rig.ask(&lost, TODAY + 1, 1);
    assert_eq!(rig.first_lost(), [Some(TODAY + 1); 2]);
    rig.ask(&lost, TODAY + 9, 1);
    assert_eq!(rig.first_lost(), [Some(TODAY + 1); 2], "the first lost day is unchanged");
    // A reinstall doesn't restart the grace period, because UEFI has the day.
    let reinstalled = Rig { file: Arc::default(), efi: rig.efi.clone() };
    let found = reinstalled.ask(&lost, TODAY + 16, 1);
    assert_eq!(found.state.name(), "changed");
    rig.ask(&here, TODAY + 10, 1);
    assert_eq!(rig.first_lost(), [None; 2]);
    assert_eq!((rig.keep().load().file, rig.keep().load().efi), (RecordState::Whole, RecordState::Whole));
}

#[test]
fn setting_the_clock_back_does_not_restart_the_grace_period() {
    let lost = machine(BLANK_SERIAL);
    let rig = Rig::new(&accepted(&PLAIN, &machine(FIRMWARE)));
    rig.ask(&lost, TODAY + 1, 1);
    assert_eq!(rig.ask(&lost, TODAY + 16, 2).state.name(), "changed");
    assert_eq!(rig.latest(), TODAY + 16);
    assert_eq!(rig.ask(&lost, TODAY + 1, 3).state.name(), "changed");
    assert_eq!(rig.first_lost(), [Some(TODAY + 1); 2]);
    // The value is back: the license is valid, and the first lost day is removed.
    assert_eq!(rig.ask(&machine(FIRMWARE), TODAY + 16, 4).state.name(), "activated");
    assert_eq!(rig.first_lost(), [None; 2]);
}

/// A power cut between the two writes leaves the day on one storage. Both records still count as one license,
/// and the earlier day counts.
#[test]
fn a_day_that_one_storage_lacks_is_written_to_it() {
    let lost = machine(BLANK_SERIAL);
    let rig = Rig::new(&accepted(&PLAIN, &machine(FIRMWARE)));
    let efi_before = rig.efi.read(&names(&rig).1).unwrap().unwrap();
    rig.ask(&lost, TODAY + 1, 1);
    rig.efi.write(&names(&rig).1, &efi_before).unwrap();
    let loaded = rig.keep().load();
    assert_eq!((loaded.file, loaded.efi, loaded.other), (RecordState::Whole, RecordState::Whole, None));
    assert_eq!(loaded.activation.unwrap().first_lost, Some(TODAY + 1));
    rig.ask(&lost, TODAY + 2, 1);
    assert_eq!(rig.first_lost(), [Some(TODAY + 1); 2]);
}

fn names(rig: &Rig) -> (String, String) {
    rig.keep().record_names()
}

#[test]
fn an_update_never_overwrites_a_concurrently_changed_record() {
    let lost = machine(BLANK_SERIAL);
    let rig = Rig::new(&accepted(&PLAIN, &machine(FIRMWARE)));
    let update = ask_on(&rig.keep().load(), &lost, TODAY + 1).update.unwrap();
    let renewed = accepted(&Case { expires: Some(3_000), ..PLAIN }, &machine(FIRMWARE));
    rig.keep().store(&renewed).unwrap();
    let before = rig.keep().load();
    assert_eq!(rig.keep().apply(&update), Ok(Applied::RecordChanged));
    assert_eq!(rig.keep().load(), before);
    rig.keep().release().unwrap();
    assert_eq!(rig.keep().apply(&update), Ok(Applied::RecordChanged));
    assert_eq!(rig.keep().load().activation, None);
}
