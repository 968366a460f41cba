//! Which parts of a line of the guide must stand on a real screen: all but those that differ from computer to computer.

use countersign::wizard::{State, Step};
use vt100::Screen;

use super::data::{GuideLine, LineKind};
use super::{ScreenKind, screen_kind};

/// Whether a line is the same on every computer: it names no folder.
pub fn is_fixed(line: &GuideLine) -> bool {
    !line.text.contains("{folder}") && !line.more.contains("{folder}")
}

/// The parts of a line that must stand on the screen.
pub fn words(state: &State, line: &GuideLine) -> Vec<String> {
    let text = match line.kind {
        LineKind::Step => line.text.split_once(". ").map_or("", |(_, step)| step),
        _ => &line.text,
    };
    // The last lines of the details say where the machine was read.
    if screen_kind(state) == ScreenKind::Details && line.kind == LineKind::Verbatim {
        return Vec::new();
    }
    // Which tool writes the firmware depends on how the machine was started.
    let of_tool = matches!(line.kind, LineKind::Step | LineKind::Command) || line.text.ends_with([':', '：']);
    if screen_kind(state) == ScreenKind::FixWrite && of_tool {
        return Vec::new();
    }
    // Paths, and what depends on this computer's network.
    let more = match line.kind {
        LineKind::Input if !matches!(state.step, Step::Welcome(_) | Step::Fix(_)) => "",
        LineKind::Choice if matches!(state.step, Step::Route(_)) => "",
        _ => &line.more,
    };
    // The seconds that are left.
    let asks = screen_kind(state) == ScreenKind::RequestAsking;
    let text = if asks { text.split("{online}").next().unwrap_or_default() } else { text };
    [text, more, &line.verdict].map(str::to_owned).to_vec()
}

/// Whether the cursor stands where the guide says that a person types: below the label of the text, or in the line of the code.
/// Before it does, a typed text would arrive together with the key before it, as a paste.
pub fn is_there(lines: &[GuideLine], screen: &Screen) -> bool {
    let Some(line) = lines.iter().find(|line| line.here) else { return true };
    let width = screen.size().1.get();
    let at = usize::from(screen.cursor_position().0);
    let row = |at: usize| squeezed(&screen.rows(0, width).nth(at).unwrap_or_default());
    match line.kind {
        LineKind::Input => row(at).starts_with('>') && at > 0 && row(at - 1).ends_with(&squeezed(&line.text)),
        LineKind::Code => row(at).starts_with(&line.text),
        _ => true,
    }
}

/// The parts of a text between names in braces, without blanks.
pub fn fragments(text: &str) -> Vec<String> {
    let parts = text.split('{').enumerate().map(|(at, part)| match part.split_once('}') {
        Some((_, rest)) if at > 0 => rest,
        _ => part,
    });
    parts.map(squeezed).filter(|part| !part.is_empty()).collect()
}

/// A text without blanks, and without the characters that draw a QR.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"█▀▄".contains(*c)).collect()
}

/// The characters of a screen, as they are compared.
pub fn flat(screen: &Screen) -> String {
    let rows: String = screen.rows(0, screen.size().1.get()).collect();
    squeezed(&rows)
}
