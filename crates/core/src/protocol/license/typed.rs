//! Reads the seven typed lines of a license code.

use super::Code;
use crate::protocol::line::{self, Data, LineNumber, LineReading};
use crate::protocol::pasted_lines;

/// The readings of seven typed lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedLines {
    /// The reading of each line, by number.
    pub lines: [LineReading; 7],
}

impl TypedLines {
    /// Reads seven lines. Before that, lines that are clean under another number are moved to their places.
    #[must_use]
    pub fn read(lines: &[String; 7]) -> Self {
        let numbers = LineNumber::license();
        let order = pasted_lines::in_order(&numbers, lines.each_ref().map(String::as_str));
        let mut places = numbers.into_iter().zip(order);
        Self {
            lines: std::array::from_fn(|_| match places.next() {
                Some((number, typed)) => line::read(number, &lines[typed]),
                None => LineReading::Wrong,
            }),
        }
    }

    /// Returns the code, and the numbers (1–7) of mended lines.
    ///
    /// # Errors
    /// The numbers (1–7) of the lines that can't be read.
    pub fn assemble(&self) -> Result<(Code, Vec<u8>), Vec<u8>> {
        let numbered = || LineNumber::license().map(LineNumber::get).into_iter().zip(&self.lines);
        let wrong: Vec<u8> = numbered().filter(|(_, line)| line.data().is_none()).map(|(n, _)| n).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let mended =
            numbered().filter(|(_, line)| matches!(line, LineReading::Mended { .. })).map(|(n, _)| n);
        let data: [Data; 7] = self.lines.each_ref().map(|line| line.data().unwrap_or_default());
        Ok((Code::from_lines(&data), mended.collect()))
    }
}

/// Removes quote marks, label and line number from a row. The rest may belong to a line.
#[must_use]
pub fn row_text(row: &str) -> String {
    pasted_lines::row_text(row)
}

/// Finds the seven lines of a code in pasted text: with or without their numbers, quoted by mail, in any grouping, within other
/// text. A line that was not found is empty; `None` where nothing looks like a code.
#[must_use]
pub fn find_lines(text: &str) -> Option<[String; 7]> {
    pasted_lines::find(text, &LineNumber::license())
}
