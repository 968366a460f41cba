//! Draws one page into one frame.
//!
//! Lives here: everything between a `Page` and the cells of a terminal. It is pure: the same page, theme, scroll and size
//! give the same cells. The design size is 80×24; from 40×12 a compact form is drawn, below it only the size needed.
//! Never here: changing state, reading the environment, escape sequences, sentences (the page has them).
//!
//! | files | hold |
//! | --- | --- |
//! | `layout`, `qr_place`, `viewport`, `focus` | where the parts of a page go, by size and scroll; where the cursor stands |
//! | `blocks`, `input`, `body` | blocks as styled lines; typed text and the cursor in it |
//! | `bars` | header, rail, notice, hint bar |
//! | `qr`, `theme`, `wrap`, `fallback` | QR symbols, styles, wrapping, missing glyphs |

mod bars;
mod blocks;
mod body;
mod fallback;
mod focus;
mod input;
mod layout;
mod qr;
mod qr_place;
mod theme;
mod viewport;
mod wrap;

#[cfg(test)]
mod demand_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use focus::{Drawn, Focus};
pub use layout::render;
pub use qr::{qr_lines, qr_text};
pub use qr_place::qr_room_missing;
pub use theme::{Colour, Glyphs, Theme};
pub use viewport::{DESIGN_SIZE, MIN_SIZE};
