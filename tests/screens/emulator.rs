//! A terminal emulator that gets the bytes of the program's own output layer.

use std::cell::{Cell, RefCell};
use std::io;
use std::num::NonZeroU16;
use std::rc::Rc;

use countersign::page;
use countersign::screen::{Drawn, Theme, render};
use countersign::terminal::{Frames, Wire};
use countersign::wizard::State;
use ratatui::layout::Size;
use vt100::{Parser, Screen};

/// Fills a screen, to tell which cells are written over. No page has this character.
const FILLER: char = '¤';

/// Records the bytes that are written.
#[derive(Debug, Clone)]
struct Tape {
    bytes: Rc<RefCell<Vec<u8>>>,
    size: Rc<Cell<Size>>,
}

impl Wire for Tape {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes.borrow_mut().extend(bytes);
        Ok(())
    }

    fn size(&self) -> Option<Size> {
        Some(self.size.get())
    }
}

/// The output layer and the emulator that it writes to.
pub struct Emulator {
    frames: Frames<Tape>,
    tape: Tape,
    parser: Parser,
}

impl Emulator {
    /// An empty screen of that size.
    pub fn new((width, height): (u16, u16)) -> Self {
        let size = Rc::new(Cell::new(Size::new(width, height)));
        let tape = Tape { bytes: Rc::default(), size };
        let frames = Frames::new(tape.clone()).unwrap();
        Self { frames, tape, parser: Parser::new(cells(height), cells(width), 0) }
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, (width, height): (u16, u16)) {
        self.tape.size.set(Size::new(width, height));
        self.parser.screen_mut().set_size(cells(height), cells(width));
        self.frames.repaint().unwrap();
    }

    /// Makes the next page be drawn whole, as after another program had the terminal.
    pub fn repaint(&mut self) {
        self.frames.repaint().unwrap();
    }

    /// Shows the state. Returns what is known of the page, and the bytes that were written.
    pub fn show(&mut self, state: &State, theme: Theme) -> (Drawn, Vec<u8>) {
        let page = page::page(state);
        let first = state.scroll.first();
        let drawn = self.frames.draw(|frame| render(&page, &theme, first, frame)).unwrap();
        let bytes = self.tape.bytes.take();
        self.parser.process(&bytes);
        (drawn, bytes)
    }

    /// What is on the screen.
    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    /// The rows of the screen as text.
    pub fn rows(&self) -> Vec<String> {
        rows(self.screen())
    }
}

/// The rows of a screen as text, without blanks at the end.
pub fn rows(screen: &Screen) -> Vec<String> {
    screen.rows(0, size(screen).1).map(|row| row.trim_end().to_owned()).collect()
}

/// For each cell of a screen of this size, by row: whether those bytes write to it.
pub fn written(bytes: &[u8], screen: &Screen) -> Vec<Vec<bool>> {
    let (height, width) = size(screen);
    let mut parser = Parser::new(cells(height), cells(width), 0);
    let filler = FILLER.to_string().repeat(usize::from(width));
    for row in 1..=height {
        parser.process(format!("\x1b[{row};1H{filler}").as_bytes());
    }
    parser.process(bytes);
    let filler = FILLER.to_string();
    let over = |y, x| parser.screen().cell(y, x).is_some_and(|cell| cell.contents() != filler);
    (0..height).map(|y| (0..width).map(|x| over(y, x)).collect()).collect()
}

/// The rows and columns of a screen.
pub fn size(screen: &Screen) -> (u16, u16) {
    let (height, width) = screen.size();
    (height.get(), width.get())
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}
