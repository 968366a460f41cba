//! The words that people write before a license number or a code, in both languages.

use super::compatibility_fold;

/// Words of labels in lower case, without blanks and punctuation.
const WORDS: [&str; 41] = [
    "license",
    "licence",
    "serial",
    "product",
    "activation",
    "number",
    "numbers",
    "key",
    "code",
    "no",
    "nr",
    "num",
    "id",
    "sn",
    "s",
    "n",
    "your",
    "my",
    "our",
    "the",
    "of",
    "is",
    "for",
    "软件",
    "产品",
    "激活",
    "授权",
    "许可证",
    "许可",
    "证书",
    "序列",
    "编号",
    "号码",
    "号",
    "码",
    "证",
    "您的",
    "我的",
    "为",
    "是",
    "的",
];

/// The text after the last colon; the whole text where there is no colon.
#[must_use]
pub fn without_label(text: &str) -> &str {
    text.rsplit([':', '：', '﹕']).next().unwrap_or(text).trim()
}

/// Whether a text consists of one or more words of labels.
pub(crate) fn is_number_label(text: &str) -> bool {
    let folded: String = text
        .chars()
        .map(compatibility_fold)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    !folded.is_empty() && folded.len() <= 64 && consists_of_words(&folded)
}

fn consists_of_words(text: &str) -> bool {
    // `reached[n]`: the first n bytes consist of words.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for at in 0..text.len() {
        if !reached[at] {
            continue;
        }
        for word in WORDS.iter().filter(|word| text.get(at..).is_some_and(|rest| rest.starts_with(**word))) {
            reached[at + word.len()] = true;
        }
    }
    reached.last().copied().unwrap_or(false)
}
