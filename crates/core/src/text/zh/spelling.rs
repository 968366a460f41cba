//! Spelling words for characters. Digits have their usual names, except 1, because it sounds like 7. Letters have words that begin
//! with the letter in pinyin.

use crate::text::spelling::SpellingLine as L;

/// The Chinese words.
pub fn spelling(line: L) -> &'static str {
    match line {
        L::Zero => "零",
        L::One => "幺",
        L::Two => "二",
        L::Three => "三",
        L::Four => "四",
        L::Five => "五",
        L::Six => "六",
        L::Seven => "七",
        L::Eight => "八",
        L::Nine => "九",
        L::A => "安徽",
        L::B => "北京",
        L::C => "重庆",
        L::D => "大连",
        L::E => "恩施",
        L::F => "福州",
        L::G => "广州",
        L::H => "杭州",
        L::J => "江苏",
        L::K => "昆明",
        L::M => "绵阳",
        L::N => "南京",
        L::P => "平安",
        L::Q => "青岛",
        L::R => "人民",
        L::S => "上海",
        L::T => "天津",
        // No Chinese word begins with a V.
        L::V => "V领",
        L::W => "武汉",
        L::X => "西安",
        L::Y => "云南",
        L::Z => "郑州",
    }
}
