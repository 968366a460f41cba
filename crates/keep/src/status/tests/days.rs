//! Tests expiry, grace and the clock.

use countersign_core::protocol::license::Day;

use super::*;

fn with_clock(activation: Activation, latest: Day) -> Activation {
    Activation { clock: Some(ClockMemory::beginning(latest)), ..activation }
}

#[test]
fn a_license_is_judged_by_the_latest_day_that_is_known() {
    let here = machine(FIRMWARE);
    let until = |expires| accepted(&Case { expires: Some(expires), ..PLAIN }, &here);
    let profile = profile();
    let judged = review(&here, &profile.policy);
    for (why, expires, latest, clock, build, state, left, notes) in [
        ("the last day", TODAY, TODAY, TODAY, 0, "activated", Some(0), &["EXPIRES-SOON"][..]),
        ("the day after", TODAY, TODAY, TODAY + 1, 0, "expired", None, &[]),
        ("thirty days left", TODAY + 30, TODAY, TODAY, 0, "activated", Some(30), &["EXPIRES-SOON"]),
        ("thirty-one days left", TODAY + 31, TODAY, TODAY, 0, "activated", Some(31), &[]),
        ("a clock set back after the end", TODAY, TODAY + 1, 1_995, 0, "expired", None, &["CLOCK-BEHIND"]),
        (
            "a clock set back before it",
            TODAY,
            TODAY - 1,
            1_995,
            0,
            "activated",
            Some(1),
            &["EXPIRES-SOON", "CLOCK-BEHIND"],
        ),
        ("a dead clock", TODAY, 1_990, 0, 0, "activated", Some(10), &["EXPIRES-SOON", "CLOCK-BEHIND"]),
        ("a clock before the build", TODAY, 1_990, 1_995, TODAY + 1, "expired", None, &["CLOCK-BEHIND"]),
        ("a clock that jumped", 3_000, TODAY, TODAY + 31, 0, "activated", Some(969), &["CLOCK-AHEAD"]),
        ("a clock that jumped past the end", TODAY, TODAY, TODAY + 31, 0, "expired", None, &["CLOCK-AHEAD"]),
        ("thirty days unseen", 3_000, TODAY, TODAY + 30, 0, "activated", Some(970), &[]),
    ] {
        let loaded = loaded_from(&with_clock(until(expires), latest));
        let today = Today { clock, boot: None, build };
        let found = status(&loaded, &here, &judged, &profile, &today, true);
        assert_eq!((found.state.name(), found.days_left), (state, left), "{why}");
        assert_eq!(outline(&found).2, notes, "{why}");
    }
    let never = ask_on(&loaded_from(&with_clock(accepted(&PLAIN, &here), 60_000)), &here, 60_000);
    assert_eq!((never.state, never.days_left), (ActivationState::Activated, None));
}

#[test]
fn without_the_file_the_latest_day_is_unknown_and_no_clock_is_called_ahead() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from_efi_alone(&accepted(&PLAIN, &here));
    assert_eq!(outline(&ask_on(&loaded, &here, TODAY + 500)).2, [""; 0]);
}

#[test]
fn lost_values_are_tolerated_for_the_grace_period_of_the_profile() {
    let lost = machine(BLANK_SERIAL);
    let since = |first| {
        let activation = with_clock(accepted(&PLAIN, &machine(FIRMWARE)), TODAY);
        loaded_from(&Activation { first_lost: first, ..activation })
    };
    for (why, first, clock, until, activated) in [
        ("an unknown first day counts as today", None, TODAY, TODAY + 14, true),
        ("the first day", Some(TODAY), TODAY, TODAY + 14, true),
        ("the last day", Some(TODAY), TODAY + 14, TODAY + 14, true),
        ("the day after", Some(TODAY), TODAY + 15, TODAY + 14, false),
        ("the clock was set back", Some(TODAY - 15), TODAY - 14, TODAY - 1, false),
        ("a first day in the future counts as today", Some(TODAY + 900), TODAY, TODAY + 14, true),
    ] {
        let found = ask_on(&since(first), &lost, clock);
        assert_eq!(found.grace_until, Some(until), "{why}");
        let expected = if activated { ActivationState::Activated } else { changed(&[Field::Serial]) };
        assert_eq!(found.state, expected, "{why}");
    }
    // Without a grace period, a lost value counts as changed at once.
    let mut strict = profile();
    strict.policy.grace = 0;
    let found = status(&since(None), &lost, &review(&lost, &strict.policy), &strict, &at(TODAY), true);
    assert_eq!(found.state, changed(&[Field::Serial]));
}

#[test]
fn an_expired_license_keeps_the_lost_values_note_until_the_grace_period_ends() {
    let activation = accepted(&Case { expires: Some(TODAY), ..PLAIN }, &machine(FIRMWARE));
    let loaded = loaded_from(&Activation { first_lost: Some(TODAY), ..with_clock(activation, TODAY) });
    let lost = machine(BLANK_SERIAL);
    let expired = ask_on(&loaded, &lost, TODAY + 1);
    assert_eq!(outline(&expired), ("expired", vec!["same", "same", "lost"], vec!["VALUES-LOST"]));
    assert_eq!(ask_on(&loaded, &lost, TODAY + 15).state.name(), "changed");
}
