//! The functions of `countersign.h`. Only this file has `unsafe` code.
//!
//! This module converts pointers. It checks every argument as far as C allows: null pointers, length, UTF-8.
//! The questions and answers themselves are in [`answer`](crate::answer).

#![allow(unsafe_code, reason = "C passes pointers; this file alone takes them")]

use std::ffi::{CStr, c_char};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::LazyLock;

use countersign_core::lang::Lang;

use crate::answer::{Answer, Question, State};
use crate::failure::Failure;

/// The version of this interface. A library knows its own version and every lower one.
pub const COUNTERSIGN_INTERFACE: u32 = 1;

/// The most bytes of a path with its zero byte, as Linux has it.
const PATH_BYTES: usize = 4096;
/// The most bytes of a language that are looked at.
const LANGUAGE_BYTES: usize = 64;

/// The answer for a null pointer in place of a status.
static NO_STATUS: LazyLock<Answer> = LazyLock::new(|| Answer::of_failure(&Failure::Null("status")));

/// The version of the interface that the installed library has.
///
/// Where it is lower than COUNTERSIGN_INTERFACE, the library is older than the program, and countersign_check answers LIBRARY-OLDER.
#[unsafe(no_mangle)]
pub extern "C" fn countersign_interface() -> u32 {
    COUNTERSIGN_INTERFACE
}

/// Is this machine activated? Reads the profile, the machine and what is kept, offline, and writes nothing.
///
/// interface: COUNTERSIGN_INTERFACE.
/// profile: the path of the product's profile, such as "/etc/countersign/profile.toml".
/// machine: the path of a recorded machine, for tests; NULL for this computer.
/// state: the folder with what is kept; NULL for "/var/lib/countersign".
///
/// Never returns NULL: an error is a status with COUNTERSIGN_STATE_ERROR, a code and a text. Give it back by countersign_free.
///
/// # Safety
/// Each path is null, or ends in a zero byte.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn countersign_check(
    interface: u32,
    profile: *const c_char,
    machine: *const c_char,
    state: *const c_char,
) -> *mut Answer {
    let ask = || {
        known(interface)?;
        // SAFETY: the caller promises this for each path.
        let (profile, machine, state) =
            unsafe { (path("profile", profile)?, path("machine", machine)?, path("state", state)?) };
        let profile = profile.ok_or(Failure::Null("profile"))?;
        Ok(Answer::to(&Question { profile, machine, state }))
    };
    let answered = || ask().unwrap_or_else(|failure: Failure| Answer::of_failure(&failure));
    // The closure only reads, so a panic leaves nothing half done.
    Box::into_raw(Box::new(Answer::guarded(AssertUnwindSafe(answered))))
}

/// The state; COUNTERSIGN_STATE_ERROR for NULL.
///
/// # Safety
/// `status` is null, or countersign_check gave it and it wasn't given back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn countersign_state(status: *const Answer) -> State {
    // SAFETY: the caller promises it.
    unsafe { answer(status) }.state()
}

/// The stable code, such as "MACHINE-CHANGED" or "PROFILE-MISSING"; "" if the machine is activated. It lives as long as the status.
///
/// # Safety
/// `status` is null, or countersign_check gave it and it wasn't given back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn countersign_code(status: *const Answer) -> *const c_char {
    // SAFETY: the caller promises it.
    unsafe { answer(status) }.code().as_ptr()
}

/// The words for a person, as "countersign status" prints them: lines in UTF-8. First comes what it is, then what to do now. They hold the license
/// number, so they are for the machine's owner. They live as long as the status.
///
/// language: "zh" or a locale such as "zh_CN.UTF-8" for Chinese; English for any other and for NULL.
///
/// # Safety
/// `status` is null, or countersign_check gave it and it wasn't given back. `language` is null, or ends in a zero byte.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn countersign_text(status: *const Answer, language: *const c_char) -> *const c_char {
    // SAFETY: the caller promises it for both.
    let (answer, language) = unsafe { (answer(status), text("language", language, LANGUAGE_BYTES)) };
    let lang = language.ok().flatten().map_or(Lang::En, Lang::from_locale);
    answer.text(lang).as_ptr()
}

/// How many days the license is valid after today; -1 if it is not valid today, or never expires.
///
/// # Safety
/// `status` is null, or countersign_check gave it and it wasn't given back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn countersign_days_left(status: *const Answer) -> i32 {
    // SAFETY: the caller promises it.
    unsafe { answer(status) }.days_left()
}

/// All of the status as one JSON object, as "countersign status --json" prints it: notes, bound fields, dates. It holds the license number and
/// the machine's serial, so it is for the machine's owner. It lives as long as the status.
///
/// # Safety
/// `status` is null, or countersign_check gave it and it wasn't given back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn countersign_json(status: *const Answer) -> *const c_char {
    // SAFETY: the caller promises it.
    unsafe { answer(status) }.json().as_ptr()
}

/// Gives a status back. NULL is taken and does nothing.
///
/// # Safety
/// `status` is null, or countersign_check gave it and it wasn't given back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn countersign_free(status: *mut Answer) {
    if !status.is_null() {
        // SAFETY: `countersign_check` made the pointer by `Box::into_raw`, and the caller passes it here
        // once.
        drop(unsafe { Box::from_raw(status) });
    }
}

const fn known(header: u32) -> Result<(), Failure> {
    match header {
        0 => Err(Failure::NoSuchInterface(header)),
        1..=COUNTERSIGN_INTERFACE => Ok(()),
        _ => Err(Failure::LibraryOlder { header, library: COUNTERSIGN_INTERFACE }),
    }
}

/// Returns the answer behind a pointer; for null, an answer that says so.
///
/// # Safety
/// `status` is null, or points to an answer that lives as long as `'a`.
unsafe fn answer<'a>(status: *const Answer) -> &'a Answer {
    // SAFETY: the caller promises it.
    unsafe { status.as_ref() }.unwrap_or(&NO_STATUS)
}

/// Returns the path in an argument; `None` for null.
///
/// # Safety
/// `pointer` is null, or its string ends in a zero byte and lives as long as `'a`.
unsafe fn path<'a>(name: &'static str, pointer: *const c_char) -> Result<Option<&'a Path>, Failure> {
    // SAFETY: the caller promises it.
    Ok(unsafe { text(name, pointer, PATH_BYTES)? }.map(Path::new))
}

/// Returns the text of an argument; `None` for null. Reads at most `most` bytes.
///
/// # Safety
/// `pointer` is null, or its string ends in a zero byte and lives as long as `'a`.
unsafe fn text<'a>(
    name: &'static str,
    pointer: *const c_char,
    most: usize,
) -> Result<Option<&'a str>, Failure> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: no byte before this one was the zero byte, so this one belongs to the string.
    let end = (0..most).find(|&at| unsafe { *pointer.add(at) } == 0).ok_or(Failure::TooLong(name))?;
    // SAFETY: these bytes were just read, and the last one is the zero byte.
    let bytes = unsafe { std::slice::from_raw_parts(pointer.cast::<u8>(), end + 1) };
    let string = CStr::from_bytes_with_nul(bytes).map_err(|_| Failure::NotUtf8(name))?;
    string.to_str().map(Some).map_err(|_| Failure::NotUtf8(name))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use std::ffi::CString;
    use std::ptr::null;

    use countersign_testing::{good_machine, private_folder, profile_text, write_file, write_sysfs};

    use super::*;

    const KEY: &str = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8";

    /// Returns the results of all functions for one call: state, code, the texts, days left, JSON.
    fn said(interface: u32, arguments: [Option<&CStr>; 3]) -> (State, String, [String; 2], i32, String) {
        let [profile, machine, state] = arguments.map(|text| text.map_or(null(), CStr::as_ptr));
        let owned = |text: *const c_char| unsafe { CStr::from_ptr(text) }.to_str().unwrap().to_owned();
        unsafe {
            let status = countersign_check(interface, profile, machine, state);
            let texts = [c"en", c"zh"].map(|lang| owned(countersign_text(status, lang.as_ptr())));
            let code = owned(countersign_code(status));
            let json = owned(countersign_json(status));
            let said = (countersign_state(status), code, texts, countersign_days_left(status), json);
            countersign_free(status);
            said
        }
    }

    #[test]
    fn wrong_arguments_are_answered_with_a_code_and_words_in_both_languages() {
        let long = CString::new(vec![b'a'; PATH_BYTES]).unwrap();
        let none = Some(c"/nowhere/profile.toml");
        for (interface, arguments, code) in [
            (1, [None; 3], "ARGUMENT-NULL"),
            (1, [Some(c"\xff"), None, None], "ARGUMENT-NOT-UTF8"),
            (1, [none, Some(c"/\xc3"), None], "ARGUMENT-NOT-UTF8"),
            (1, [none, None, Some(c"\x80")], "ARGUMENT-NOT-UTF8"),
            (1, [Some(long.as_c_str()), None, None], "ARGUMENT-TOO-LONG"),
            (1, [none, Some(long.as_c_str()), None], "ARGUMENT-TOO-LONG"),
            (0, [none, None, None], "ARGUMENT-INTERFACE"),
            (COUNTERSIGN_INTERFACE + 1, [none, None, None], "LIBRARY-OLDER"),
            (u32::MAX, [None; 3], "LIBRARY-OLDER"),
            (1, [none, None, None], "PROFILE-MISSING"),
            (1, [Some(c""), None, None], "PROFILE-NOT-REGULAR"),
        ] {
            let (state, said_code, texts, days, json) = said(interface, arguments);
            assert_eq!((state, &*said_code, days), (State::Error, code, -1));
            assert!(json.contains(code), "{json}");
            for text in &texts {
                assert!(text.starts_with(code) && text.lines().count() == 2, "{text}");
            }
            assert_ne!(texts[0], texts[1]);
        }
    }

    #[test]
    fn a_null_pointer_in_place_of_a_status_is_answered() {
        unsafe {
            assert_eq!(countersign_state(null()), State::Error);
            assert_eq!(CStr::from_ptr(countersign_code(null())), c"ARGUMENT-NULL");
            for lang in [null(), c"zh".as_ptr(), c"\xff".as_ptr()] {
                assert!(!CStr::from_ptr(countersign_text(null(), lang)).is_empty());
            }
            assert_eq!(countersign_days_left(null()), -1);
            assert!(!CStr::from_ptr(countersign_json(null())).is_empty());
            countersign_free(std::ptr::null_mut());
        }
        assert_eq!(countersign_interface(), COUNTERSIGN_INTERFACE);
    }

    #[test]
    fn many_threads_can_check_concurrently_and_share_one_status() {
        let home = private_folder();
        let at = |name: &str| CString::new(home.path().join(name).to_str().unwrap()).unwrap();
        write_file(&home.path().join("profile.toml"), profile_text(1, "example-os", KEY));
        write_sysfs(&good_machine(), &home.path().join("sys"));
        let paths = [at("profile.toml"), at("sys"), at("state")];
        let arguments = paths.each_ref().map(|path| Some(path.as_c_str()));
        let expected = said(1, arguments);
        assert_eq!((expected.0, &*expected.1), (State::NotActivated, "NOT-ACTIVATED"));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..20).for_each(|_| assert_eq!(said(1, arguments), expected)));
            }
        });
    }
}
