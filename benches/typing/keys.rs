//! Keys during a search, in the program itself: from the key to the screen that it leads to.

use std::time::{Duration, Instant};

use countersign_testing::{NUMBER, Pty, terminal_command};

/// The number of searches.
const SEARCHES: usize = 8;
/// The keys that open and close help, each with whether the line of the search is in view after it.
const KEYS: [(&str, bool); 2] = [("\x07", false), ("\r", true)];
/// What the page says while a search runs. Help covers it.
const SEARCHING: &str = "Looking for the intended code";

/// Prints how soon keys are shown; returns the longest time.
pub fn print() -> Duration {
    let mut times = Vec::new();
    for _ in 0..SEARCHES {
        let mut pty = searching();
        // Until the search has ended.
        'keys: loop {
            for (key, covered) in KEYS {
                let sent = Instant::now();
                pty.send(key);
                let shown = pty.until("the key or the result", |screen| {
                    let text = screen.contents();
                    let searches = text.lines().next().is_some_and(|title| title.trim_end().ends_with('%'));
                    if !searches {
                        return Some(false);
                    }
                    (text.contains(SEARCHING) == covered).then_some(true)
                });
                if !shown {
                    break 'keys;
                }
                times.push(sent.elapsed());
            }
        }
        pty.send("\x03");
    }
    times.sort_unstable();
    let ms = |time: Option<&Duration>| time.map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0);
    println!("Keys during a search, in a terminal: {} keys in {SEARCHES} searches", times.len());
    println!("median ms  99% ms  worst ms");
    let at = |share: usize| ms(times.get(times.len().saturating_sub(1) * share / 100));
    println!("{:>9.1}  {:>6.1}  {:>8.1}", at(50), at(99), at(100));
    times.last().copied().unwrap_or(Duration::MAX)
}

/// A practice session in the middle of a long search: each line of the code has three wrong characters.
fn searching() -> Pty {
    let program = [env!("CARGO_BIN_EXE_countersign"), "practice", "clean"];
    let mut pty = Pty::spawn(&terminal_command(program, "xterm-256color"), (80, 24));
    for (keys, title) in
        [("", "1 WELCOME"), (NUMBER, NUMBER), ("\r", "2 INSPECT"), ("\r", "4 ROUTE"), ("\r", "5 REQUEST")]
    {
        pty.send(keys);
        pty.wait_for(title);
    }
    pty.send("a");
    pty.wait_for("The practice desk issued a code.");
    pty.send("\r");
    pty.wait_for("6 CODE");
    let lines = pty.until("the code", |screen| {
        let lines: Vec<String> = screen.contents().lines().filter_map(code_line).collect();
        (lines.len() == 7).then_some(lines)
    });
    let lines: Vec<String> =
        lines.iter().map(|line| countersign_testing::with_wrong_characters(line, 3)).collect();
    pty.send(format!("\x1b[200~{}\x1b[201~", lines.join("\n")));
    pty.until("the paste", |screen| screen.contents().contains(&lines[6][15..]).then_some(()));
    pty.send("\r");
    pty.wait_for(SEARCHING);
    pty
}

/// The 20 characters of `3  XXXXX XXXXX XXXXX XXXXX`.
fn code_line(line: &str) -> Option<String> {
    let groups: Vec<&str> = line.split_whitespace().skip(1).collect();
    let grouped = groups.len() == 4 && groups.iter().all(|group| group.len() == 5 && !group.contains('_'));
    grouped.then(|| groups.concat())
}
