//! Sessions line by line: whole walks over all routes in both languages, every view once, and two walks in full.

mod routes;
mod walk;

use std::collections::HashSet;

use countersign::page;
use countersign::plain::{self, Conversation};
use countersign::wizard::{Action, QrView, State};
use countersign_core::lang::Lang;
use countersign_core::protocol::line::grouped;
use countersign_core::step::StepName;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr as _;

use self::routes::{NUMBER, walks};
use self::walk::{Walk, asks, names_only_what_can_be_typed, walk};
use super::machines;
use super::rig::Rig;
use super::script::{change, play};
use super::views::VIEWS;

#[test]
fn reader_demand_8_whole_sessions_name_step_and_field_and_repeat_nothing() {
    for lang in [Lang::En, Lang::Zh] {
        for (name, start, answers) in walks() {
            let walk = walk(lang, start(), &answers);
            let ends_at = match name {
                "older" | "refused practice" => StepName::Fix,
                "slips" => StepName::Welcome,
                _ => StepName::Done,
            };
            assert_eq!(walk.rig.state.step.name(), ends_at, "{name}:\n{}", walk.transcript);
        }
    }
}

#[test]
fn reader_demand_10_every_view_names_only_keys_and_numbers_that_can_be_typed() {
    for view in VIEWS {
        for lang in [Lang::En, Lang::Zh] {
            // `qr` has its default, as after the key that switches to lines.
            let state = State { lang, qr: QrView::default(), ..view.rig().state };
            let mut conversation = Conversation::new(true, None);
            let told = conversation.tell(&state);
            let at = format!("{}/{}", view.step, view.name);
            asks(&state, &told.question, &at);
            names_only_what_can_be_typed(&state, &conversation, &told);
            for answer in ["help", "repeat", "spell"] {
                assert!(conversation.hear(&state, answer).is_none(), "{at}: {answer}");
                let told = conversation.tell(&state);
                names_only_what_can_be_typed(&state, &conversation, &told);
            }
        }
    }
}

#[test]
fn reader_demand_11_a_number_means_the_same_on_every_page() {
    let mut meanings: Vec<(u8, plain::Does)> = Vec::new();
    for view in VIEWS {
        let state = view.rig().state;
        if state.overlay.is_some() {
            // A session by lines has no overlays.
            continue;
        }
        let choices = plain::choices(&state);
        let numbers: HashSet<u8> = choices.iter().map(|choice| choice.number).collect();
        assert_eq!(numbers.len(), choices.len(), "{}/{}: {choices:?}", view.step, view.name);
        for choice in &choices {
            // Numbers below 5 are the actions of one page alone; an action keeps its number there too.
            let others = meanings.iter().filter(|(number, does)| {
                (*number == choice.number) != (*does == choice.does) && (*number > 4 || *does == choice.does)
            });
            assert_eq!(others.count(), 0, "{choice:?} in {}/{}", view.step, view.name);
        }
        meanings.extend(choices.iter().map(|choice| (choice.number, choice.does)));
        for (number, word) in [(0, "quit"), (7, "repeat"), (9, "help")] {
            assert!(numbers.contains(&number), "{word} is not offered in {}/{}", view.step, view.name);
        }
    }
    assert!(meanings.contains(&(0, plain::Does::Act(Action::Quit))));
    assert!(meanings.contains(&(8, plain::Does::Act(Action::Back))));
    assert!(meanings.contains(&(9, plain::Does::Act(Action::Help))));
}

#[test]
fn words_answer_in_both_languages_and_full_width() {
    let rig = || play(Rig::real(machines::sound()), "AA03220123951<enter>");
    for (word, step) in [
        ("back", StepName::Welcome),
        ("返回", StepName::Welcome),
        ("８", StepName::Welcome),
        ("/8", StepName::Welcome),
        ("BACK", StepName::Welcome),
        ("１", StepName::Route),
        ("Enter", StepName::Route),
        ("、8", StepName::Welcome),
        ("帮助", StepName::Inspect),
        ("？", StepName::Inspect),
        ("重复", StepName::Inspect),
        ("拼读", StepName::Inspect),
    ] {
        let mut walk = Walk::new(rig(), Lang::Zh);
        walk.say(word);
        assert_eq!(walk.rig.state.step.name(), step, "{word}");
    }
}

#[test]
fn back_without_an_earlier_step_is_refused() {
    let mut walk = Walk::new(Rig::real(machines::sound()), Lang::En);
    for answer in ["back", "/8"] {
        walk.say(answer);
        assert_eq!(walk.last.lines, ["There is nothing to go back to."]);
    }
}

#[test]
fn reader_demand_9_a_refusal_is_printed_above_the_question_with_the_answer() {
    let last = |walk: &Walk| walk.last.lines.last().cloned().unwrap_or_default();
    let mut walk = Walk::new(Rig::real(machines::sound()), Lang::En);
    walk.say("AA0322");
    assert_eq!(walk.last.lines.len(), 1, "other lines are printed as well: {:?}", walk.last);
    assert!(last(&walk).starts_with("! Refused: AA0322. Characters still missing: 7."), "{:?}", walk.last);
    let mut walk = self::walk(Lang::En, Rig::real(machines::sound()), &[NUMBER, "", "77"]);
    assert_eq!(walk.last.lines, ["! Not understood: 77. Type one of the listed numbers, or help."]);
    walk.say("\u{202e}evil\u{2800}");
    assert!(!last(&walk).contains(['\u{202e}', '\u{2800}']), "{:?}", walk.last);
    let walk =
        self::walk(Lang::En, Rig::real(machines::refused_everywhere()), &[NUMBER, "", "2", "Default string"]);
    assert!(last(&walk).ends_with("Type the value on the label, not a placeholder."), "{:?}", walk.last);
    assert!(walk.last.lines.concat().starts_with("! Refused: Default string. "), "{:?}", walk.last);
}

#[test]
fn reader_demand_14_each_line_of_the_code_is_confirmed_with_one_short_line() {
    let mut walk = self::walk(Lang::En, Rig::real(machines::sound()), &[NUMBER, "", "1", ""]);
    let lines = walk.rig.answer();
    let mended = |line: &str| {
        let mut changed: Vec<char> = line.chars().collect();
        change(&mut changed, &[6]);
        changed.into_iter().collect::<String>()
    };
    walk.say(&lines[0]);
    assert_eq!(walk.last.lines, ["Line 1: accepted."]);
    assert_eq!(walk.last.question, "6 CODE. Line 2 of 7 of the code:");
    let slip = mended(&lines[1]);
    walk.say(&slip);
    let want = format!("Line 2: corrected; group 2 was {}, is {}.", &slip[5..10], &lines[1][5..10]);
    assert_eq!(walk.last.lines, [want]);
    walk.say("12345 ABCDE");
    let want = "Line 3: refused: 12345 ABCDE. Characters missing: 10. Compare it and type it again.";
    assert_eq!(walk.last.lines.join(" "), want);
    assert_eq!(walk.last.question, "6 CODE. Line 3 of 7 of the code [Enter: keep it as typed]:");
    // The next line, typed without looking.
    walk.say(&lines[3]);
    assert_eq!(walk.last.lines, ["Line 4: accepted."]);
    walk.say("spell 1");
    assert_eq!(walk.last.lines.len(), 5, "{:?}", walk.last);
}

#[test]
fn reader_demand_14_a_line_of_the_code_is_repeated_in_groups_and_spelled() {
    let (mut walk, lines) = at_the_code();
    walk.say(&lines[0]);
    walk.say("repeat 1");
    assert_eq!(walk.last.lines, [format!("Line 1, as typed: {}", grouped(&lines[0]))]);
    walk.say("spell 1");
    // A line for each group, below the one that names the line.
    assert_eq!(walk.last.lines.len(), 5, "{:?}", walk.last);
}

/// A session at the first line of the code, and the lines.
fn at_the_code() -> (Walk, [String; 7]) {
    let walk = self::walk(Lang::En, Rig::real(machines::sound()), &[NUMBER, "", "1", ""]);
    let lines = walk.rig.answer();
    (walk, lines)
}

#[test]
fn a_reply_is_about_the_answer_and_not_about_an_earlier_one() {
    let (mut walk, lines) = at_the_code();
    walk.say("abc12");
    assert!(walk.last.lines.concat().starts_with("Line 1: refused: ABC12. "), "{:?}", walk.last);
    // A line with a group twice is a line.
    let group = &lines[0][..5];
    walk.say(&format!("{group} {}", grouped(&lines[0])));
    let told = walk.last.lines.join(" ");
    assert!(told.starts_with(&format!("Line 1: refused: {group} {group} ")), "{told}");
    assert!(told.contains("Characters too many: 5."), "{told}");
    // Prose changes no line, and the reply tells of nothing else.
    walk.say("Dear customer, this is your license code of today:");
    let told = walk.last.lines.join(" ");
    assert!(told.starts_with("! CODE-NOT-IN-FILE: The given text contains no license code"), "{told}");
    assert!(!told.contains("Line 1"), "{told}");
    walk.say(&lines[0]);
    assert_eq!(walk.last.lines, ["Line 1: accepted."]);
}

#[test]
fn a_line_that_is_there_already_is_confirmed_again() {
    let (mut walk, lines) = at_the_code();
    for _ in 0..3 {
        walk.say(&lines[0]);
        assert_eq!(walk.last.lines, ["Line 1: accepted."]);
        assert_eq!(walk.last.question, "6 CODE. Line 2 of 7 of the code:");
    }
}

#[test]
fn a_refusal_at_the_code_does_not_repeat_its_introduction() {
    let (mut walk, lines) = at_the_code();
    walk.say(NUMBER);
    assert!(walk.last.lines.concat().starts_with("! CODE-IS-NUMBER"), "{:?}", walk.last);
    walk.say(&lines[0]);
    assert_eq!(walk.last.lines, ["Line 1: accepted."]);
}

#[test]
fn an_open_case_is_in_every_title_and_in_help() {
    let mut rig = Rig::real(machines::sound());
    rig.state.draft.case = Some("CAS-000012".to_owned());
    let mut walk = Walk::new(rig, Lang::En);
    for answer in [NUMBER, "", "1", ""] {
        walk.say(answer);
        let title = format!("{} ", walk.rig.state.step.name() as u8);
        let titles = walk
            .last
            .lines
            .iter()
            .filter(|line| line.starts_with(&title) || line.contains(&format!(": {title}")));
        assert!(titles.clone().any(|line| line.ends_with(" CAS-000012")), "{:?}", walk.last.lines);
    }
    walk.say("help");
    assert!(walk.last.lines.iter().any(|line| line.contains("CAS-000012")), "{:?}", walk.last);
    let status = walk.rig.state.facts.status.clone();
    let left = page::leaving(&walk.rig.state, &status, Some(StepName::Code));
    assert!(left.iter().any(|line| line.contains("CAS-000012")), "{left:?}");
}

#[test]
fn a_question_is_wrapped_between_words_on_a_narrow_terminal() {
    for lang in [Lang::En, Lang::Zh] {
        for view in VIEWS {
            let mut rig = view.rig();
            rig.state.lang = lang;
            let told = Conversation::new(true, Some((40, 12))).tell(&rig.state);
            let wide = Conversation::new(true, None).tell(&rig.state).question;
            assert!(told.question.lines().all(|line| line.width() < 40), "{:?}", told.question);
            let without_blanks = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(without_blanks(&told.question), without_blanks(&wide));
        }
    }
}

#[test]
fn a_qr_is_drawn_on_request_in_every_form() {
    for form in 1..=4u8 {
        let mut walk = self::walk(Lang::En, Rig::real(machines::sound()), &[NUMBER, "", "1"]);
        let host = &walk.rig.state.settings.profile.desk;
        let url = walk.rig.state.draft.request.as_ref().unwrap().url(host).unwrap();
        assert!(walk.last.lines.contains(&url), "the address is printed in one line");
        walk.say("23");
        walk.say(&form.to_string());
        let rows: Vec<&String> = walk.last.lines.iter().filter(|line| !line.starts_with("Scan")).collect();
        assert!(rows.len() > 20 && walk.last.lines.len() == rows.len() + 1, "{:?}", walk.last);
        assert_eq!(read_drawn(&rows, form), url);
    }
}

#[test]
fn a_qr_is_offered_only_where_there_is_room_for_it() {
    // Columns and rows; half blocks need 45 by 22 with the question below, signs about 90 by 42.
    let sizes = [
        (Some((110, 60)), 4),
        (Some((110, 24)), 2),
        (Some((80, 24)), 2),
        (Some((80, 21)), 0),
        (Some((40, 60)), 0),
        (None, 4),
    ];
    for (size, offered) in sizes {
        let walk = self::walk(Lang::En, Rig::real(machines::sound()), &[NUMBER, "", "1"]);
        let mut conversation = Conversation::new(true, size);
        conversation.tell(&walk.rig.state);
        assert!(conversation.hear(&walk.rig.state, "23").is_none());
        let said = conversation.tell(&walk.rig.state).lines.join(" ");
        assert_eq!(said.matches("where the text is").count(), offered, "{size:?}: {said}");
        assert_eq!(said.contains("columns and"), offered == 0, "{said}");
    }
}

/// What a reader finds in a QR drawn with these characters.
fn read_drawn(rows: &[&String], form: u8) -> String {
    let (blocks, dark_ground) = (form <= 2, form % 2 == 1);
    let mut modules: Vec<Vec<bool>> = Vec::new();
    for row in rows {
        let cells: Vec<char> = row.chars().collect();
        let ink = |lower: bool| move |c: &char| matches!((c, lower), ('█', _) | ('▀', false) | ('▄', true));
        if blocks {
            modules.push(cells.iter().map(ink(false)).collect());
            modules.push(cells.iter().map(ink(true)).collect());
        } else {
            modules.push(cells.chunks(2).map(|cell| cell[0] == '#').collect());
        }
    }
    let (scale, side) = (4, modules[0].len());
    let dark = |x: usize, y: usize| modules.get(y).is_some_and(|row| row[x] != dark_ground);
    let grey = |x: usize, y: usize| if dark(x / scale, y / scale) { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * scale, side * scale, grey);
    image.detect_grids()[0].decode().unwrap().1
}

#[test]
fn two_full_transcripts_match_their_snapshots() {
    for (lang, name) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
        let answers = [
            "AA0322",
            NUMBER,
            "",
            "1",
            "",
            "1",
            "23",
            "8",
            "26",
            "",
            "",
            "<slip 1>",
            "<wrong 2>",
            "<line 2>",
            "<line 3>",
            "<line 4>",
            "<line 5>",
            "<line 6>",
            "<line 7>",
            "",
        ];
        let walk = walk(lang, Rig::real(machines::refused()), &answers);
        insta::with_settings!({
            snapshot_path => "transcripts",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, walk.transcript);
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_answers_lead_to_a_question_of_the_step(
        begin in 0usize..VIEWS.len(),
        answers in proptest::collection::vec(prop_oneof!["[0-9]{1,2}", "/[0-9]{1,2}", "[a-z]{1,6}", any::<String>()], 1..12),
    ) {
        let mut rig = VIEWS[begin].rig();
        rig.state.qr = QrView::default();
        let mut conversation = Conversation::new(true, Some((80, 24)));
        for answer in answers {
            conversation.tell(&rig.state);
            let msg = conversation.hear(&rig.state, &answer);
            msg.into_iter().for_each(|msg| rig.feed(msg));
            let told = conversation.tell(&rig.state);
            asks(&rig.state, &told.question, &answer);
            prop_assert!(!told.lines.iter().any(|line| line.contains(char::is_control)), "{told:?}");
        }
    }
}
