//! Plays `demo.tape` and `demo-zh.tape` in a pseudo-terminal, without VHS, and checks the session that they show.
//!
//! `COUNTERSIGN_CAST` names a file for an asciicast of the first. `COUNTERSIGN_PICTURES` names a folder for pictures: the
//! `Screenshot`s of both as SVG, and each whole play as one SVG that moves. Without them, the tests write no file.
//!
//! ```sh
//! COUNTERSIGN_PICTURES=assets/pictures COUNTERSIGN_CAST=demo.cast cargo test --test tape
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod animation;
mod cast;
mod lex;
mod parse;
mod parse_tests;
mod play;
mod svg;

use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

use animation::{Frames, LONGEST, animation, frames};
use parse::{Command, parse};
use play::{PlayError, Played, play};

/// The folder of the built programs.
fn programs() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_countersign")).parent().unwrap().to_owned()
}

fn played(tape: &str) -> Result<Played, PlayError> {
    let home = tempfile::tempdir().unwrap();
    let played = play(&parse(tape).unwrap(), &programs(), home.path());
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "the tape leaves no files behind");
    played
}

/// A tape that a README shows.
struct Demo {
    file: &'static str,
    /// The names of its stills.
    stills: &'static [&'static str],
    /// The still that shows the request's QR.
    request: &'static str,
    /// The still of whoever asks for less motion.
    calm: &'static str,
    title: &'static str,
}

const ENGLISH: Demo = Demo {
    file: "demo.tape",
    stills: &["refused", "steps", "changed", "request", "code", "done"],
    request: "request",
    calm: "refused",
    title: "Countersign: from refused to activated",
};

const CHINESE: Demo = Demo {
    file: "tests/tape/demo-zh.tape",
    stills: &["refused-zh", "ways-zh", "way-zh", "route-zh", "request-zh", "spoken-zh", "code-zh", "done-zh"],
    request: "request-zh",
    calm: "refused-zh",
    title: "Countersign：从拒绝到激活",
};

impl Demo {
    /// Plays the tape, checks what it shows, and writes the pictures if they are wanted. `name` is the moving one's.
    fn check(&self, name: &str) -> Played {
        let tape = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(self.file)).unwrap();
        let steps = parse(&tape).unwrap();
        let outputs = steps.iter().filter_map(|step| match &step.command {
            Command::Output(path) => Some(path.as_str()),
            _ => None,
        });
        assert_eq!(outputs.collect::<Vec<_>>(), [format!("{name}.gif")]);
        let waits = steps.iter().filter(|step| matches!(step.command, Command::Wait(..))).count();
        assert!(waits > 15, "the tape has enough waits");
        let played = played(&tape).unwrap_or_else(|error| panic!("{} fails: {error}", self.file));

        assert_eq!(played.size, (80, 24));
        let names: Vec<_> = played.pictures.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, self.stills);
        assert!(!played.last.alternate_screen() && !played.last.hide_cursor(), "the terminal is restored");
        for (still, screen) in &played.pictures {
            let picture = svg::svg(screen, &svg::words(screen));
            assert!(picture.len() < 32 * 1024, "{still} has {} bytes", picture.len());
            write(still, &picture);
        }
        let seen = scanned(&svg::svg(self.still(&played, self.request), ""));
        assert!(seen.starts_with("HTTPS://PRACTICE.INVALID/"), "the QR of the picture holds {seen:?}");
        let frames = frames(&played);
        let picture = animation(&frames, self.still(&played, self.calm), self.title);
        check_animation(&picture, &frames, self.still(&played, self.calm));
        write(name, &picture);
        played
    }

    fn still<'a>(&self, played: &'a Played, name: &str) -> &'a vt100::Screen {
        &played.pictures.iter().find(|(still, _)| still == name).unwrap().1
    }
}

/// Writes a picture, if pictures are wanted.
fn write(name: &str, picture: &str) {
    if let Some(folder) = std::env::var_os("COUNTERSIGN_PICTURES").map(PathBuf::from) {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.svg")), picture).unwrap();
    }
}

/// Asserts that the moving picture shows the screens of the play, each at its time, and nothing else.
fn check_animation(picture: &str, frames: &Frames, calm: &vt100::Screen) {
    assert!(picture.len() < 150_000, "the picture has {} bytes", picture.len());
    assert!(!picture.contains("<script") && picture.contains("prefers-reduced-motion"));
    assert!(frames.length <= LONGEST && frames.frames.len() > 60, "{:?}", frames.length);
    let texts = |lines: &str| -> Vec<String> {
        let mut texts: Vec<_> =
            lines.lines().filter(|line| line.starts_with("<text")).map(str::to_owned).collect();
        texts.sort();
        texts
    };
    let still = |screen| texts(&svg::svg(screen, ""));
    let ends = frames.frames.iter().skip(1).map(|frame| frame.at).chain([frames.length]);
    for (frame, end) in frames.frames.iter().zip(ends) {
        let middle = 100.0 * ((frame.at + end) / 2).as_secs_f64() / frames.length.as_secs_f64();
        assert_eq!(texts(&visible(picture, middle)), still(&frame.screen), "at {middle} %");
    }
    let groups = picture.split("<g ").filter(|group| group.contains("class=\"still\""));
    assert_eq!(texts(&groups.collect::<String>()), still(calm), "the still");
}

/// Returns the elements of a moving picture that are visible at a time, in percent.
fn visible(picture: &str, percent: f64) -> String {
    let key = regex::Regex::new(r"([0-9.]+)%\{visibility:(visible|hidden)\}").unwrap();
    let mut visible = String::new();
    for group in picture.split("<g style=\"animation-name:").skip(1) {
        let (name, elements) = group.split_once('"').unwrap();
        let keys = picture.split_once(&format!("@keyframes {name}{{")).unwrap().1.lines().next().unwrap();
        let past = key.captures_iter(keys).take_while(|key| key[1].parse::<f64>().unwrap() <= percent);
        if past.last().is_some_and(|key| &key[2] == "visible") {
            visible.push_str(elements);
        }
    }
    visible
}

#[test]
fn the_demo_plays_from_a_refused_machine_to_the_kept_activation() {
    let played = ENGLISH.check("demo");
    let file = cast::cast(&played, ENGLISH.title);
    assert_eq!(replayed(&file, played.size), played.last.contents());
    if let Some(path) = std::env::var_os("COUNTERSIGN_CAST") {
        std::fs::write(path, file).unwrap();
    }
}

#[test]
fn the_demo_plays_in_chinese() {
    let played = CHINESE.check("demo-zh");
    assert!(played.last.contents().contains("练习"), "the language of the shell is Chinese");
}

/// Returns the screen of a terminal after a recording; asserts that the recording is valid.
fn replayed(cast: &str, (cols, rows): (u16, u16)) -> String {
    let mut lines = cast.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let header = lines.next().unwrap();
    assert_eq!((&header["version"], &header["width"]), (&2.into(), &cols.into()));
    let cells = |count| NonZeroU16::new(count).unwrap();
    let mut terminal = vt100::Parser::new(cells(rows), cells(cols), 0);
    let mut last = 0.0;
    for event in lines {
        let at = event[0].as_f64().unwrap();
        assert!(at >= last && event[1] == "o", "{event}");
        last = at;
        terminal.process(event[2].as_str().unwrap().as_bytes());
    }
    assert!(last > 30.0, "the session lasts only {last} s, too short to follow");
    terminal.screen().contents()
}

/// Draws the strokes of a picture pixel by pixel; returns the text of the QR in it.
fn scanned(svg: &str) -> String {
    let after = |text: &str, start: &str| -> String {
        text.split_once(start).map(|(_, rest)| rest.split('"').next().unwrap().to_owned()).unwrap()
    };
    let number = |name: &str| after(svg, name).parse::<usize>().unwrap();
    let (width, height, thick) = (number(" width=\""), number(" height=\""), number("stroke-width=\""));
    let mut pixels = vec![0x20_u8; width * height];
    for path in svg.lines().filter(|line| line.starts_with("<path")) {
        let grey = u8::from_str_radix(&after(path, "stroke=\"#")[..2], 16).unwrap();
        for stroke in after(path, "d=\"").split('M').skip(1) {
            let at: Vec<f64> = stroke.split([' ', 'h']).map(|number| number.parse().unwrap()).collect();
            let (x, w, top) = (at[0] as usize, at[2] as usize, (at[1] - thick as f64 / 2.0) as usize);
            (top..top + thick).for_each(|y| pixels[y * width + x..y * width + x + w].fill(grey));
        }
    }
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "the picture has one QR");
    grids[0].decode().unwrap().1
}

#[test]
fn a_wait_without_a_match_fails_with_the_screen() {
    let tape = "Wait\nType \"echo a certain word\"\nEnter\nWait+Screen@300ms /another word/";
    let Err(PlayError::Nothing { line: 4, pattern, screen, .. }) = played(tape) else {
        panic!("the wait found its text")
    };
    assert_eq!(pattern, "another word");
    assert!(screen.contains("  | a certain word\n"), "{screen}");
    // The cursor's line holds the prompt only.
    assert!(played("Wait\nType \"echo word\"\nEnter\nWait@300ms /word$/").is_err());
    assert!(matches!(
        played("Require no-such-program-anywhere"),
        Err(PlayError::Missing { line: 1, program }) if program == "no-such-program-anywhere"
    ));
}

#[test]
fn hidden_steps_are_not_recorded() {
    let tape = "Env WORD 'from the tape'\nWait\nHide\nType \"echo sec\"\nType 'ret; clear'\nEnter\nWait\nShow\n\
                Type \"echo wrong\"\nBackspace 5\nType `\"$WORD\" | tr o 0`\nEnter\nWait+Screen /fr0m the tape/\n\
                Type cat\nEnter\nType \"x\"\nEnter\nWait+Screen /x\nx/\nCtrl+D\nWait";
    let tape = tape.replace("/x\nx/", "/x\\sx/");
    let played = played(&tape).unwrap();
    let shown: Vec<u8> = played.events.iter().flat_map(|event| event.bytes.clone()).collect();
    let shown = String::from_utf8(shown).unwrap();
    assert!(!shown.contains("secret") && shown.contains("fr0m the tape"), "{shown:?}");
}
