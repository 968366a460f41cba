//! A model of typing: text with a given number of slips in a hundred characters.

/// A random generator with a fixed seed, so that every figure can be reproduced.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// The next number (splitmix64).
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn one_of(&mut self, characters: &str) -> char {
        let at = self.below(characters.len());
        char::from(characters.as_bytes()[at])
    }

    fn other_than(&mut self, c: char, characters: &str) -> char {
        loop {
            let other = self.one_of(characters);
            if other != c {
                return other;
            }
        }
    }
}

pub const BASE_32: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
pub const DIGITS: &str = "0123456789";

/// The text as a person types it. Of the slips, 70 % are substitutions (any other character), 15 % swaps of neighbours,
/// 7.5 % omissions, 7.5 % additions (any character, after the right one).
pub fn typed(text: &str, rate: f64, characters: &str, dice: &mut Dice) -> String {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if dice.unit() >= rate {
            out.push(c);
            continue;
        }
        let kind = dice.unit();
        if kind < 0.70 {
            out.push(dice.other_than(c, characters));
        } else if kind < 0.85 && rest.peek().is_some() {
            out.extend(rest.next());
            out.push(c);
        } else if kind < 0.85 + 0.075 {
            // An omission, or a swap without a neighbour.
        } else {
            out.extend([c, dice.one_of(characters)]);
        }
    }
    out
}

/// Characters that sound alike on a telephone.
const SOUND_ALIKE: [&str; 7] = ["BDPTEGCV3", "MN", "FSX", "A8HJK", "59", "1Y", "0Q"];

/// The text as an operator types it by ear: as `typed`, but four of five substitutions are characters that sound alike, if
/// there are any.
pub fn heard(text: &str, rate: f64, dice: &mut Dice) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let alike = SOUND_ALIKE.iter().find(|group| group.contains(c));
        match alike {
            Some(group) if dice.unit() < rate * 0.70 * 0.8 => out.push(dice.other_than(c, group)),
            _ => out.push(c),
        }
    }
    typed(&out, rate * (1.0 - 0.70 * 0.8), BASE_32, dice)
}
