//! Spelling words for characters: the international telephone alphabet.

use crate::text::spelling::SpellingLine as L;

/// The English words.
pub fn spelling(line: L) -> &'static str {
    match line {
        L::Zero => "Zero",
        L::One => "One",
        L::Two => "Two",
        L::Three => "Three",
        L::Four => "Four",
        L::Five => "Five",
        L::Six => "Six",
        L::Seven => "Seven",
        L::Eight => "Eight",
        L::Nine => "Niner",
        L::A => "Alfa",
        L::B => "Bravo",
        L::C => "Charlie",
        L::D => "Delta",
        L::E => "Echo",
        L::F => "Foxtrot",
        L::G => "Golf",
        L::H => "Hotel",
        L::J => "Juliett",
        L::K => "Kilo",
        L::M => "Mike",
        L::N => "November",
        L::P => "Papa",
        L::Q => "Quebec",
        L::R => "Romeo",
        L::S => "Sierra",
        L::T => "Tango",
        L::V => "Victor",
        L::W => "Whiskey",
        L::X => "X-ray",
        L::Y => "Yankee",
        L::Z => "Zulu",
    }
}
