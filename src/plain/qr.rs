//! A QR as lines of text, without colours. The background decides whether ink draws the dark modules or the light ones.

use countersign_core::protocol::qr::{qr, quiet_above};

/// Modules of the quiet zone at the left and at the right (ISO/IEC 18004).
const QUIET: usize = 4;
/// Modules of the quiet zone above and below: those of the standard, then as few as readers accept.
pub(super) const QUIET_ROWS: [usize; 3] = [4, 3, 2];

/// How a QR is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// Half blocks, two modules a cell; else blanks and number signs, two cells a module.
    pub blocks: bool,
    /// The text is light on a dark ground.
    pub dark_ground: bool,
}

impl Form {
    /// The form of that number.
    pub fn of(number: u8, can_show_blocks: bool) -> Option<Self> {
        let form = match number {
            1 => Self { blocks: true, dark_ground: true },
            2 => Self { blocks: true, dark_ground: false },
            3 => Self { blocks: false, dark_ground: true },
            4 => Self { blocks: false, dark_ground: false },
            _ => return None,
        };
        (can_show_blocks || !form.blocks).then_some(form)
    }
}

/// The QR of an address with that quiet zone above and below, in modules; `None` if none holds it.
pub(super) fn drawn(address: &str, form: Form, quiet: usize) -> Option<Vec<String>> {
    let symbol = qr(address).ok()?;
    let side = symbol.size + 2 * QUIET;
    let above = if form.blocks { quiet_above(quiet) } else { quiet };
    let high = above + symbol.size + quiet;
    // Ink draws the modules that differ from the background. Below the quiet zone nothing is drawn.
    let ink = |x: usize, y: usize| y < high && symbol.is_dark(x, y, (QUIET, above)) != form.dark_ground;
    let block = |x: usize, y: usize| match (ink(x, y), ink(x, y + 1)) {
        (false, false) => ' ',
        (true, false) => '▀',
        (false, true) => '▄',
        (true, true) => '█',
    };
    Some(if form.blocks {
        (0..high).step_by(2).map(|y| (0..side).map(|x| block(x, y)).collect()).collect()
    } else {
        let signs = |x, y| if ink(x, y) { "##" } else { "  " };
        (0..high).map(|y| (0..side).map(|x| signs(x, y)).collect()).collect()
    })
}

/// The columns of a drawing.
pub(super) fn columns(rows: &[String]) -> usize {
    rows.first().map_or(0, |row| row.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_for_dark_and_light_grounds_are_inverse() {
        for blocks in [false, true] {
            let [dark, light] = [true, false].map(|dark_ground| {
                drawn("HTTPS://DESK.EXAMPLE.ORG/R/ABCDEF", Form { blocks, dark_ground }, 4).unwrap()
            });
            assert_eq!(dark.len(), light.len());
            let negative = |c| match c {
                ' ' if blocks => '█',
                '█' => ' ',
                '▀' => '▄',
                '▄' => '▀',
                ' ' => '#',
                _ => ' ',
            };
            for (dark, light) in dark.iter().zip(&light) {
                assert_eq!(dark.chars().map(negative).collect::<String>(), *light);
            }
        }
    }

    #[test]
    fn block_glyphs_are_offered_only_if_they_can_be_shown() {
        assert_eq!((1..=4).filter(|number| Form::of(*number, false).is_some()).collect::<Vec<_>>(), [3, 4]);
        assert_eq!((0..=9).filter(|number| Form::of(*number, true).is_some()).count(), 4);
    }
}
