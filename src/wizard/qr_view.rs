//! How the QR is drawn: what the person chose, and what is known of the width of this terminal's half blocks.
//!
//! Never here: the drawing itself.

use countersign_keep::SavedQrView;

/// Which modules are light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum QrColours {
    /// Dark modules on a light background, as the standard requires.
    #[default]
    DarkOnLight,
    /// The reverse, for terminals without colours that have a light background.
    LightOnDark,
}

/// What modules are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum QrDrawing {
    /// Half blocks, two modules per cell, if the terminal has these glyphs.
    #[default]
    Blocks,
    /// Only blanks, two cells per module.
    Blanks,
}

/// The room that the QR gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum QrRoom {
    /// Beside or above the words.
    #[default]
    WithWords,
    /// The whole screen.
    WholeScreen,
}

/// How the QR is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct QrLook {
    /// Which modules are light.
    pub colours: QrColours,
    /// What modules are drawn with.
    pub drawing: QrDrawing,
    /// The room that it gets.
    pub room: QrRoom,
}

/// How wide a terminal draws half blocks. Their width is ambiguous: terminals set up for Chinese, Japanese or Korean may draw
/// them two columns wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BlockWidth {
    /// One column.
    #[default]
    One,
    /// Two columns: the QR is drawn in blanks.
    Two,
    /// Not known: the person is asked before a QR is drawn.
    Unknown,
    /// The terminal has no half blocks: the QR is drawn in blanks.
    Missing,
}

/// What a session knows of the terminal it is shown on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct TerminalSettings {
    /// Its name (`TERM`). What the person chose for one terminal doesn't hold for another.
    pub name: String,
    /// How wide it draws half blocks.
    pub blocks: BlockWidth,
}

/// How the QR is drawn, and what is known of half blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct QrView {
    /// How it is drawn.
    pub look: QrLook,
    /// How wide the terminal draws half blocks: what it says itself, or what the person answered.
    pub blocks: BlockWidth,
}

const LIGHT_ON_DARK: &str = "light-on-dark";
const BLOCKS: &str = "blocks";
const BLANKS: &str = "blanks";
const WHOLE_SCREEN: &str = "whole-screen";
const ONE_COLUMN: &str = "one-column";
const TWO_COLUMNS: &str = "two-columns";

impl QrView {
    /// The view that a session begins with on that terminal.
    #[must_use]
    pub fn of(terminal: &TerminalSettings) -> Self {
        let mut view = Self::default();
        view.learn(terminal.blocks);
        view
    }

    /// Takes the width of half blocks, and chooses the drawing for it.
    pub fn learn(&mut self, blocks: BlockWidth) {
        self.blocks = blocks;
        self.look.drawing = match blocks {
            BlockWidth::One | BlockWidth::Unknown => QrDrawing::Blocks,
            BlockWidth::Two | BlockWidth::Missing => QrDrawing::Blanks,
        };
    }

    /// Swaps light and dark.
    pub fn invert(&mut self) {
        self.look.colours = match self.look.colours {
            QrColours::DarkOnLight => QrColours::LightOnDark,
            QrColours::LightOnDark => QrColours::DarkOnLight,
        };
    }

    /// Changes between half blocks and blanks.
    pub fn switch_drawing(&mut self) {
        self.look.drawing = match self.look.drawing {
            QrDrawing::Blocks => QrDrawing::Blanks,
            QrDrawing::Blanks => QrDrawing::Blocks,
        };
    }

    /// Changes between the whole screen and a place beside the words.
    pub fn switch_room(&mut self) {
        self.look.room = match self.look.room {
            QrRoom::WithWords => QrRoom::WholeScreen,
            QrRoom::WholeScreen => QrRoom::WithWords,
        };
    }

    /// What is saved of the view: the stable names of what was chosen and answered. `None` if nothing was.
    #[must_use]
    pub fn saved(&self, terminal: &TerminalSettings) -> Option<SavedQrView> {
        let begun = Self::of(terminal);
        if *self == begun {
            return None;
        }
        let drawing = match self.look.drawing {
            QrDrawing::Blocks => BLOCKS,
            QrDrawing::Blanks => BLANKS,
        };
        let answered = match self.blocks {
            BlockWidth::One if begun.blocks == BlockWidth::Unknown => Some(ONE_COLUMN),
            BlockWidth::Two if begun.blocks == BlockWidth::Unknown => Some(TWO_COLUMNS),
            _ => None,
        };
        let colours = (self.look.colours == QrColours::LightOnDark).then_some(LIGHT_ON_DARK);
        let room = (self.look.room == QrRoom::WholeScreen).then_some(WHOLE_SCREEN);
        let choices = answered.into_iter().chain([drawing]).chain(colours).chain(room);
        Some(SavedQrView { terminal: terminal.name.clone(), choices: choices.map(str::to_owned).collect() })
    }

    /// The saved view, if it was chosen on this terminal; else the view that a session begins with. Unknown names are left
    /// out.
    #[must_use]
    pub fn restored(saved: Option<&SavedQrView>, terminal: &TerminalSettings) -> Self {
        let mut view = Self::of(terminal);
        let choices = saved.filter(|saved| saved.terminal == terminal.name).map(|saved| &saved.choices);
        for choice in choices.into_iter().flatten() {
            match choice.as_str() {
                ONE_COLUMN if view.blocks == BlockWidth::Unknown => view.learn(BlockWidth::One),
                TWO_COLUMNS if view.blocks == BlockWidth::Unknown => view.learn(BlockWidth::Two),
                BLOCKS if view.blocks != BlockWidth::Missing => view.look.drawing = QrDrawing::Blocks,
                BLANKS => view.look.drawing = QrDrawing::Blanks,
                LIGHT_ON_DARK => view.look.colours = QrColours::LightOnDark,
                WHOLE_SCREEN => view.look.room = QrRoom::WholeScreen,
                _ => {}
            }
        }
        view
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTHS: [BlockWidth; 4] =
        [BlockWidth::One, BlockWidth::Two, BlockWidth::Unknown, BlockWidth::Missing];

    fn terminal(name: &str, blocks: BlockWidth) -> TerminalSettings {
        TerminalSettings { name: name.to_owned(), blocks }
    }

    /// Every view that keys lead to.
    fn views(terminal: &TerminalSettings) -> Vec<QrView> {
        let mut views = vec![QrView::of(terminal)];
        if terminal.blocks == BlockWidth::Unknown {
            for answer in [BlockWidth::One, BlockWidth::Two] {
                let mut view = QrView::of(terminal);
                view.learn(answer);
                views.push(view);
            }
        }
        let changes = [QrView::invert, QrView::switch_drawing, QrView::switch_room];
        for change in changes {
            for mut view in views.clone() {
                if terminal.blocks != BlockWidth::Missing {
                    change(&mut view);
                    views.push(view);
                }
            }
        }
        views
    }

    #[test]
    fn a_saved_view_is_restored_only_on_the_same_terminal() {
        for blocks in WIDTHS {
            let here = terminal("xterm", blocks);
            for view in views(&here) {
                let saved = view.saved(&here);
                assert_eq!(QrView::restored(saved.as_ref(), &here), view, "{saved:?}");
                let there = terminal("vt100", blocks);
                assert_eq!(QrView::restored(saved.as_ref(), &there), QrView::of(&there));
            }
        }
    }

    #[test]
    fn saved_names_do_not_override_the_capabilities_of_the_terminal() {
        let choices = ["two-columns", "blocks", "purple", "one-column"].map(str::to_owned).to_vec();
        let saved = SavedQrView { terminal: "t".to_owned(), choices };
        let restored = |blocks| QrView::restored(Some(&saved), &terminal("t", blocks));
        assert_eq!(restored(BlockWidth::Missing), QrView::of(&terminal("t", BlockWidth::Missing)));
        assert_eq!(restored(BlockWidth::One), QrView::of(&terminal("t", BlockWidth::One)));
        // The first answer counts, and what was chosen after it.
        let asked = restored(BlockWidth::Unknown);
        assert_eq!((asked.blocks, asked.look.drawing), (BlockWidth::Two, QrDrawing::Blocks));
    }
}
