//! A session by lines, answer by answer. The reply to each answer is checked: its question, its keys and numbers, and that nothing
//! is said twice.

use std::collections::HashSet;
use std::sync::LazyLock;

use countersign::page;
use countersign::plain::{Conversation, Told};
use countersign::wizard::{State, Step, is_typing};
use countersign_core::lang::Lang;
use countersign_core::step::StepName;
use countersign_core::text::{Line, StepNameLine};
use regex::Regex;

use crate::machines;
use crate::rig::{Rig, full_disk};
use crate::script::change;

/// A session, and all that was said.
pub struct Walk {
    pub rig: Rig,
    conversation: Conversation,
    pub last: Told,
    pub transcript: String,
    /// What was said at this step, or since its question for a path was asked or answered.
    said: HashSet<String>,
}

impl Walk {
    pub fn new(mut rig: Rig, lang: Lang) -> Self {
        rig.state.lang = lang;
        let mut conversation = Conversation::new(true, None);
        let last = conversation.tell(&rig.state);
        let mut walk = Self { rig, conversation, last, transcript: String::new(), said: HashSet::new() };
        walk.check(None);
        walk
    }

    /// Gives an answer, and checks the reply.
    pub fn say(&mut self, answer: &str) {
        let before = place(&self.rig.state);
        self.transcript.push_str(&format!("{answer}\n"));
        let msg = self.conversation.hear(&self.rig.state, answer);
        let asked_again = msg.is_none();
        msg.into_iter().for_each(|msg| self.rig.feed(msg));
        self.last = self.conversation.tell(&self.rig.state);
        self.check(Some(before).filter(|_| !asked_again));
    }

    /// Checks the reply. `before` is the place before, if the answer went to the wizard.
    fn check(&mut self, before: Option<(StepName, bool)>) {
        let Told { lines, question } = &self.last;
        for line in lines {
            self.transcript.push_str(&format!("{line}\n"));
        }
        self.transcript.push_str(&format!("{question} "));
        let at = |what: &str| format!("{what}:\n{}", self.transcript);
        let state = &self.rig.state;
        asks(state, question, &at("the question"));
        names_only_what_can_be_typed(state, &self.conversation, &self.last);
        let mut seen = HashSet::new();
        for (nth, line) in lines.iter().enumerate() {
            // The line above a command says where to run it, so it may come twice.
            let before_command = lines.get(nth + 1).is_some_and(|next| next.starts_with("    "));
            if line.is_empty() || is_drawing(line) || before_command {
                continue;
            }
            assert!(!line.contains(char::is_control), "{}", at("a control character"));
            assert!(seen.insert(line.as_str()), "{line:?} is printed twice, {}", at("at once"));
        }
        if before == Some(place(state)) {
            // A reply to the same answer, the notice of an action, and a choice that is offered again, may come again.
            let notice = page::page(state).notice.map_or_else(String::new, |(_, text)| text);
            let again = lines.iter().find(|line| {
                !line.is_empty()
                    && self.said.contains(line.as_str())
                    && !line.starts_with('!')
                    && !replies(line)
                    && !LISTED.is_match(line)
                    && !notice.contains(line.as_str())
            });
            assert_eq!(again, None, "{}", at("said twice"));
        } else if before.is_some() {
            self.said.clear();
        }
        self.said.extend(lines.iter().cloned());
    }
}

/// The step, and whether it asks for a path.
fn place(state: &State) -> (StepName, bool) {
    let asks_path = match &state.step {
        Step::Request(step) => step.question.is_some(),
        Step::Code(step) => step.question().is_some(),
        _ => false,
    };
    (state.step.name(), asks_path)
}

/// Whether the line is a row of a QR.
fn is_drawing(line: &str) -> bool {
    line.chars().all(|c| " #█▀▄".contains(c))
}

/// Whether the line is a reply to a line of the code, or goes on with one.
fn replies(line: &str) -> bool {
    let words = ["refused: ", "未接受", ": accepted.", "Compare it and type it again."];
    words.iter().any(|word| line.contains(word))
}

/// Asserts that a question names step and field.
#[track_caller]
pub fn asks(state: &State, question: &str, at: &str) {
    let step = state.step.name();
    let name = StepNameLine::from(step).say(state.lang).to_uppercase();
    let title = format!("{} {name}", step as u8);
    let field = question.strip_prefix(&title).and_then(|rest| rest.strip_prefix(['.', '。']));
    let field = field.unwrap_or_else(|| panic!("{question:?} doesn't start with the step, {at}")).trim();
    assert!(field.ends_with([':', '：']) && field.chars().count() > 3, "{question:?}, {at}");
    let number = |c: char| c.is_ascii_digit();
    if let Step::Code(code) = &state.step
        && code.question().is_none()
        && state.overlay.is_none()
    {
        let line = field.split(|c| !number(c)).find(|digits| !digits.is_empty());
        assert_eq!(line, Some((code.current + 1).to_string().as_str()), "{question:?}");
    }
}

/// Asserts that a number that is listed, and a key that is named, can be typed there.
#[track_caller]
pub fn names_only_what_can_be_typed(state: &State, conversation: &Conversation, told: &Told) {
    let understood = |answer: &str| {
        let mut conversation = conversation.clone();
        let heard = conversation.hear(state, answer).is_some();
        let said = conversation.tell(state).lines.join("\n");
        let refused = ["Not understood", "无法识别：", "Nothing was typed", "没有输入内容"];
        heard || !refused.iter().any(|refused| said.contains(refused))
    };
    let numbers =
        told.lines.iter().filter_map(|line| NUMBERED.captures(line)).map(|found| found[1].to_owned());
    let prefix = if is_typing(state) { "/" } else { "" };
    for number in numbers {
        assert!(
            understood(&format!("{prefix}{number}")),
            "{number} is listed but not understood: {:?}",
            told
        );
    }
    for text in told.lines.iter().chain([&told.question]) {
        for key in keys_named(text) {
            assert!(key == "Enter" && understood(""), "{key:?} in {text:?} can't be typed: {told:?}");
        }
    }
}

/// How texts name keys: by their names, after a word for pressing, or as a letter that does something.
static KEYS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        r"\b(Enter|Esc|Escape|Return|Tab|Shift-Tab|Space|Backspace|Delete|PgUp|PgDn|F[0-9]{1,2}|Ctrl-\S|arrows?)\b",
        r"\b[Pp]ress ([A-Za-z]\S*)",
        r"按 ?([A-Za-z][A-Za-z0-9-]*)",
        r"\b([a-z?]) (?:goes|runs|takes|begins|tries|declares|shows|reads|asks|starts|leaves)\b",
    ];
    patterns.iter().map(|pattern| Regex::new(pattern).unwrap()).collect()
});

/// A choice with its number.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^ {0,2}(\d+)\. ").unwrap());

/// A choice, with its number and with a slash before it where a text is asked for.
static LISTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^ {0,2}/?(\d+)\. ").unwrap());

/// The keys that a text names.
fn keys_named(text: &str) -> Vec<String> {
    KEYS.iter().flat_map(|keys| keys.captures_iter(text).map(|found| found[1].to_owned())).collect()
}

/// Gives the answers of a walk, from its start on. `<line 3>`, `<slip 3>`, `<wrong 3>` and `<short 3>` are the desk's third line, as
/// typed; `<good>` gives the machine proper values.
pub fn walk(lang: Lang, rig: Rig, answers: &[&str]) -> Walk {
    let mut walk = Walk::new(rig, lang);
    for answer in answers {
        match answer.strip_prefix('<').and_then(|word| word.strip_suffix('>')) {
            Some("good") => {
                walk.rig.outside.machine = machines::sound();
                continue;
            }
            Some("disk full") => {
                walk.rig.outside.keeping_fails = Some(full_disk());
                continue;
            }
            Some(word) => {
                let (how, at) = word.split_once(' ').unwrap();
                let mut line: Vec<char> =
                    walk.rig.answer()[at.parse::<usize>().unwrap() - 1].chars().collect();
                match how {
                    "line" => {}
                    "slip" => change(&mut line, &[3]),
                    "wrong" => change(&mut line, &[0, 2, 5, 8, 11, 14, 17]),
                    "short" => line.truncate(18),
                    _ => panic!("unknown word in the script: {word}"),
                }
                walk.say(&line.into_iter().collect::<String>());
            }
            None => walk.say(answer),
        }
    }
    walk
}
