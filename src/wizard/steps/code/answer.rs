//! A whole line given as an answer, in a session by lines: which line of the code it is, and which line is asked for next.
//!
//! A line that can't be read is asked for again at once, because the person still looks at it. If the person types on instead, without
//! reading the question, every line still ends up in its place.

use countersign_core::protocol::line::{GROUP, LENGTH, LineReading, cleaned};
use countersign_core::protocol::{Mask, license};
use tui_input::Input;

use super::lines::{CodePhase, CodeStep, LINE_LONG, read};
use crate::wizard::code_check::lines_in;
use crate::wizard::code_fault::CodeFault;

/// The characters of a line with a group twice. A row of a request has more.
const LINE_AND_GROUP: usize = LENGTH + GROUP;

/// An answer with fewer characters broke off, so the next answer is the same line again.
const BROKEN_OFF: usize = 12;

/// Takes an answer. Returns whether no line is empty now, so that the code is to be checked. A request, a receipt, a license number,
/// or a text that is not a line gives a fault and changes no line.
pub fn answer(step: &mut CodeStep, text: &str, mask: &Mask) -> bool {
    match lines_in(text, mask) {
        Ok(lines) => {
            step.make_room_for_another_code();
            step.fill_in(lines);
            return !step.inputs.iter().any(is_empty);
        }
        Err(CodeFault::NotInFile) if is_line(&license::row_text(text)) => {}
        Err(fault) => {
            step.phase = CodePhase::Typing(Some(fault));
            return false;
        }
    }
    step.make_room_for_another_code();
    let line = line_of(text);
    let at = place(step, &line);
    let readable = read(at, &line).is_usable();
    step.inputs[at] = Input::new(line);
    step.touched[at] = true;
    step.forget_check();
    match step.inputs.iter().position(is_empty) {
        None => return true,
        Some(empty) if readable => step.go_to(empty),
        Some(_) => step.go_to(at),
    }
    false
}

/// The characters of an answer, as a line of the code holds them.
#[must_use]
pub fn line_of(text: &str) -> String {
    cleaned(&license::row_text(text)).collect()
}

/// Whether a text is tried as a line: it is about as long, or has nothing but symbols of a code, such as a line with a group twice.
fn is_line(row: &str) -> bool {
    let length = row.chars().count();
    length <= LINE_LONG
        || cleaned(row).count() <= LINE_AND_GROUP && matches!(read(0, row), LineReading::Long { .. })
}

/// The line (0–6) that the answer is for.
fn place(step: &CodeStep, line: &str) -> usize {
    let current = step.current;
    let refused = |at: &usize| !is_empty(&step.inputs[*at]) && !step.reading(*at).is_usable();
    // The line that is asked for comes first.
    let mut tried_before = std::iter::once(current).chain(0..7).filter(refused);
    let again = tried_before.find(|at| is_same(step.inputs[*at].value(), line));
    let next = match step.inputs.iter().position(is_empty) {
        Some(next) if refused(&current) => next,
        _ => current,
    };
    // Lines of one code may look alike, but a line can be read in one place only.
    let reads = |at: usize| read(at, line).is_usable();
    again.filter(|again| reads(*again) || !reads(next)).unwrap_or(next)
}

/// Whether two texts are tries at the same line: more than half of the shorter one is in the other. Two lines of a code differ in
/// about 19 of 20 places.
fn is_same(before: &str, now: &str) -> bool {
    let (before_length, now_length) = (before.chars().count(), now.chars().count());
    let slips = edits(before, now).saturating_sub(before_length.abs_diff(now_length));
    before_length < BROKEN_OFF || slips * 2 < before_length.min(now_length)
}

fn is_empty(input: &Input) -> bool {
    input.value().is_empty()
}

/// The least number of characters to insert, delete or replace that make one text the other (Levenshtein).
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, c) in one.chars().enumerate() {
        let mut corner = at;
        let mut left = at + 1;
        row[0] = left;
        for (place, d) in other.iter().enumerate() {
            let above = row[place + 1];
            left = (left + 1).min(above + 1).min(corner + usize::from(c != *d));
            row[place + 1] = left;
            corner = above;
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use countersign_core::protocol::line::{self, LineNumber};
    use proptest::prelude::*;

    use super::*;

    fn empty() -> CodeStep {
        CodeStep {
            inputs: Default::default(),
            current: 0,
            touched: [false; 7],
            phase: CodePhase::Typing(None),
            practice_code: None,
            found_here: String::new(),
            ran_over_from: None,
            old_code: None,
        }
    }

    /// Answers with the mask of this product's numbers.
    fn answered(step: &mut CodeStep, text: &str) -> bool {
        answer(step, text, &Mask::parse("AA99999999999").unwrap())
    }

    fn code(data: [[u8; 10]; 7]) -> [String; 7] {
        let numbers = LineNumber::license();
        std::array::from_fn(|at| line::encode(numbers[at], &data[at]))
    }

    /// The line with other characters at these places.
    fn spoilt(line: &str, places: &[usize]) -> String {
        let other = |c| if c == '7' { 'K' } else { '7' };
        line.chars().enumerate().map(|(at, c)| if places.contains(&at) { other(c) } else { c }).collect()
    }

    #[test]
    fn edits_are_counted() {
        for (one, other, want) in [
            ("", "", 0),
            ("", "ABC", 3),
            ("ABC", "", 3),
            ("ABCDE", "BCDEF", 2),
            ("ABC", "AXC", 1),
            ("AB", "BA", 2),
        ] {
            assert_eq!(edits(one, other), want, "{one} {other}");
        }
    }

    #[test]
    fn a_line_that_starts_like_a_label_is_accepted_completely() {
        for line in ["NR7A00000000000060AT", "0070000000000000G7DG", "NR7A0 00000 00000 060AT"] {
            let mut step = empty();
            assert!(!answered(&mut step, line));
            assert_eq!(step.inputs[0].value(), cleaned(line).collect::<String>());
        }
    }

    #[test]
    fn a_line_whose_wrong_characters_make_another_one_is_taken_for_that() {
        let last = [248, 154, 161, 113, 22, 134, 155, 164, 204, 20];
        let lines = code([[0; 10], [0; 10], [0; 10], [0; 10], [0; 10], [0; 10], last]);
        let mut step = empty();
        lines[..6].iter().for_each(|line| assert!(!answered(&mut step, line)));
        let typed = spoilt(&lines[6], &[4, 5, 9, 19]);
        assert!(!answered(&mut step, &typed));
        assert_eq!((step.current, step.inputs[1].value()), (6, typed.as_str()));
        assert!(answered(&mut step, &lines[6]), "the check finds the wrong line");
    }

    #[test]
    fn an_unreadable_line_is_asked_again() {
        let lines = code([[1; 10], [2; 10], [3; 10], [4; 10], [5; 10], [6; 10], [7; 10]]);
        let mut step = empty();
        assert!(!answered(&mut step, &lines[0]));
        assert_eq!(step.current, 1);
        assert!(!answered(&mut step, &spoilt(&lines[1], &[0, 5, 9])));
        assert_eq!(step.current, 1, "a line with three wrong characters isn't accepted");
        assert!(!answered(&mut step, &spoilt(&lines[1], &[3])));
        assert_eq!((step.current, step.inputs[1].value()), (2, spoilt(&lines[1], &[3]).as_str()));
        // Two characters are missing.
        assert!(!answered(&mut step, &lines[2][..18]));
        assert_eq!(step.current, 2);
        // The next line may be typed instead; then the refused one is still asked, and may be typed again at any time.
        assert!(!answered(&mut step, &spoilt(&lines[3], &[7])));
        assert_eq!((step.current, step.inputs[2].value()), (4, &lines[2][..18]));
        assert!(!answered(&mut step, &lines[2]));
        assert_eq!((step.current, step.inputs[2].value()), (4, lines[2].as_str()));
        // A line that broke off is typed again whole, with a slip.
        assert!(!answered(&mut step, &lines[4][..8]));
        assert!(!answered(&mut step, &spoilt(&lines[4], &[2])));
        assert_eq!((step.current, step.inputs[4].value()), (5, spoilt(&lines[4], &[2]).as_str()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn lines_typed_without_looking_are_stored_in_their_places(
            data in any::<[[u8; 10]; 7]>(),
            places in proptest::collection::vec(proptest::collection::btree_set(0usize..20, 0..6), 7),
        ) {
            let lines = code(data);
            let mut step = empty();
            for (at, (line, places)) in lines.iter().zip(&places).enumerate() {
                let places: Vec<usize> = places.iter().copied().collect();
                let typed = cleaned(&spoilt(line, &places)).collect::<String>();
                // Some wrong characters make another line of it, and nobody can tell that.
                let is_another = |other| other != at && matches!(read(other, &typed), LineReading::Clean(_));
                prop_assume!(!(0..7).any(is_another));
                let whole = answered(&mut step, &spoilt(line, &places).to_lowercase());
                prop_assert_eq!(whole, at == 6);
                prop_assert_eq!(step.inputs[at].value(), typed.as_str(), "line {}", at + 1);
            }
        }

        #[test]
        fn no_answer_causes_a_panic(answers in proptest::collection::vec(any::<String>(), 0..12)) {
            let mut step = empty();
            for text in answers {
                answered(&mut step, &text);
                prop_assert!(step.current < 7);
                prop_assert!(step.inputs.iter().all(|input| input.value().chars().count() <= LINE_AND_GROUP));
            }
        }
    }
}
