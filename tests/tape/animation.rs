//! A whole play as one SVG picture that moves by its style sheet alone, and repeats.
//!
//! Each row is drawn once for each text it shows. The rows that appear and disappear together are one group. Whoever
//! asks for less motion sees a still.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use vt100::{Parser, Screen};

use super::play::{Event, Played};
use super::svg::{self, CLOSING, drawn, opening};

/// The picture repeats after this time at the latest.
pub const LONGEST: Duration = Duration::from_secs(60);
/// The longest time between two changes of the screen.
const PAUSE: Duration = Duration::from_millis(3200);
/// Output within this time belongs to one screen.
const BURST: Duration = Duration::from_millis(40);

/// A screen, and when it appears.
pub struct Frame {
    /// Since the begin.
    pub at: Duration,
    /// What is on it.
    pub screen: Screen,
}

/// The screens of a play, with the pauses shortened, and the time after which it repeats.
pub struct Frames {
    /// In the order of time; the first appears at once.
    pub frames: Vec<Frame>,
    /// The end of the last screen.
    pub length: Duration,
}

/// When a row shows a text: the first frame, and the one after the last.
type Spans = Vec<(usize, usize)>;

/// Returns the screens of a play.
pub fn frames(played: &Played) -> Frames {
    let cells = |count| std::num::NonZeroU16::new(count).unwrap();
    let mut terminal = Parser::new(cells(played.size.1), cells(played.size.0), 0);
    let mut frames: Vec<Frame> = vec![];
    let (mut now, mut last, mut drawing) = (Duration::ZERO, Duration::ZERO, Drawing::default());
    for (at, event) in played.events.iter().enumerate() {
        now += event.at.saturating_sub(last).min(PAUSE);
        last = event.at;
        terminal.process(&event.bytes);
        let whole = !drawing.after(&event.bytes);
        let ends = played.events.get(at + 1).is_none_or(|next| next.at.saturating_sub(event.at) > BURST);
        let changed = frames
            .last()
            .is_none_or(|frame| frame.screen.contents_formatted() != terminal.screen().contents_formatted());
        if ends && whole && changed {
            frames.push(Frame { at: now, screen: terminal.screen().clone() });
        }
    }
    let length = now + PAUSE;
    let begin = frames.first().map_or(Duration::ZERO, |frame| frame.at);
    let scale = (LONGEST.as_secs_f64() / (length - begin).as_secs_f64()).min(1.0);
    for frame in &mut frames {
        frame.at = (frame.at - begin).mul_f64(scale);
    }
    Frames { frames, length: (length - begin).mul_f64(scale) }
}

/// Whether the program is in the middle of a screen: between the marks of a synchronized update.
#[derive(Default)]
struct Drawing {
    open: bool,
    /// The end of the output so far, for a mark in two pieces.
    tail: Vec<u8>,
}

impl Drawing {
    fn after(&mut self, bytes: &[u8]) -> bool {
        self.tail.extend(bytes);
        for mark in self.tail.windows(8) {
            match mark {
                b"\x1b[?2026h" => self.open = true,
                b"\x1b[?2026l" => self.open = false,
                _ => {}
            }
        }
        self.tail.drain(..self.tail.len().saturating_sub(7));
        self.open
    }
}

/// Returns the picture. `still` is the screen of whoever asks for less motion.
pub fn animation(Frames { frames, length }: &Frames, still: &Screen, title: &str) -> String {
    let still = frames.iter().position(|frame| frame.screen.contents() == still.contents());
    let mut body = String::new();
    let mut style = format!(
        "<style>g g{{visibility:hidden;animation:{}s step-end infinite}}g .still{{visibility:visible}}\n",
        length.as_secs_f32()
    );
    for (name, (spans, rows)) in groups(frames).iter().enumerate() {
        let seen = |at: usize| spans.iter().any(|(from, to)| (*from..*to).contains(&at));
        let class = if still.is_some_and(seen) { " class=\"still\"" } else { "" };
        let screen = &frames[spans[0].0].screen;
        let _ = write!(body, "<g style=\"animation-name:k{name}\"{class}>\n{}</g>\n", drawn(screen, rows));
        let _ = writeln!(style, "@keyframes k{name}{{{}}}", keyframes(frames, *length, spans));
    }
    style.push_str("@media(prefers-reduced-motion:reduce){g g{animation:none!important}}</style>\n");
    opening(&frames[0].screen, title, &style) + &body + CLOSING
}

/// Returns the rows that show a text during the same frames.
fn groups(frames: &[Frame]) -> BTreeMap<Spans, Vec<u16>> {
    let mut groups: BTreeMap<Spans, Vec<u16>> = BTreeMap::new();
    for row in 0..frames[0].screen.size().0.get() {
        let mut texts: BTreeMap<String, Spans> = BTreeMap::new();
        for (at, frame) in frames.iter().enumerate() {
            let spans = texts.entry(svg::drawn(&frame.screen, &[row])).or_default();
            match spans.last_mut() {
                Some((_, to)) if *to == at => *to = at + 1,
                _ => spans.push((at, at + 1)),
            }
        }
        for (_, spans) in texts.into_iter().filter(|(text, _)| !text.is_empty()) {
            groups.entry(spans).or_default().push(row);
        }
    }
    groups
}

/// Returns the key frames of a group: visible during its spans.
fn keyframes(frames: &[Frame], length: Duration, spans: &Spans) -> String {
    let mut keys = String::new();
    let mut key = |frame: usize, seen: &str| {
        if let Some(frame) = frames.get(frame) {
            let percent = format!("{:.2}", 100.0 * frame.at.as_secs_f64() / length.as_secs_f64());
            let _ = write!(keys, "{percent}%{{visibility:{seen}}}");
        }
    };
    if spans[0].0 > 0 {
        key(0, "hidden");
    }
    for (from, to) in spans {
        key(*from, "visible");
        key(*to, "hidden");
    }
    keys
}

#[test]
fn a_screen_that_is_drawn_slowly_is_one_frame() {
    let event = |ms, text: &str| Event { at: Duration::from_millis(ms), bytes: text.into() };
    let events =
        vec![event(0, "> "), event(900, "\x1b[?20"), event(1000, "26hone "), event(9000, "two\x1b[?2026l")];
    let last = Parser::default().screen().clone();
    let Frames { frames, length } = frames(&Played { size: (20, 2), events, pictures: vec![], last });
    let seen: Vec<_> = frames.iter().map(|frame| (frame.at.as_millis(), frame.screen.contents())).collect();
    // The pause of eight seconds is shortened.
    assert_eq!(seen, [(0, "> ".to_owned()), (4200, "> one two".to_owned())]);
    assert_eq!(length, Duration::from_millis(7400));
}
