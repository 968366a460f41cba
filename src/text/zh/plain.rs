//! The questions of the session line by line.

use crate::text::PlainLine as L;

/// The Chinese words.
pub fn plain(line: L) -> &'static str {
    match line {
        L::Choose => "请输入编号并按 Enter：",
        L::Type => "请输入并按 Enter（输入 / 加编号选择其他操作）：",
        L::NotUnderstood => "没有这个选项。",
        L::Closed => "输入已结束。",
        L::SearchingForSlips => "正在查找输入错误，最多需要几秒钟。",
    }
}
