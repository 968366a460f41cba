//! One page drawn into one frame: theme, layout, blocks, QR.
//!
//! Lives here: everything between a `Page` and the cells of a terminal. It is pure: the same page, theme,
//! scroll and size give the same cells. The design size is 80×24; from 40×12 on a compact form is drawn,
//! below it only the size that is needed.
//! Never here: changing state, reading the environment, escape sequences, sentences (a page brings its own).

mod bars;
mod blocks;
mod fallback;
mod input;
mod layout;
mod printed;
mod qr;
mod theme;
mod wrap;

#[cfg(test)]
mod demands;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use layout::{DESIGN_SIZE, MIN_SIZE, Viewport, render};
pub use printed::{inked as qr_text, printed as qr_lines};
pub use theme::{Colour, Glyphs, Theme};
