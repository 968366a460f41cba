//! Prepares every page for the typesetter: one preamble, a title that tools can read, line breaks in Chinese.

use countersign_core::lang::Lang;

/// Lets groff break a line between Chinese characters, but not before closing marks or after opening marks. Other typesetters ignore
/// this.
const CHINESE: &str = r".ad l
.nh
.if \n(.g \{\
.class [han] \[u4E00]-\[u9FFF]
.cflags 512 \C'[han]'
.class [opening] \[u300C] \[uFF08]
.cflags 768 \C'[opening]'
.class [closing] \[u3001] \[u3002] \[u300D] \[uFF01] \[uFF09] \[uFF0C] \[uFF1A] \[uFF1B] \[uFF1F]
.cflags 640 \C'[closing]'
.\}
";

/// The final text of a page.
pub fn typeset(roff: &str, lang: Lang) -> String {
    let preamble: String = roff.split_inclusive('\n').take_while(|line| !line.starts_with(".TH")).collect();
    // The generator writes its preamble before each section.
    let body = if preamble.is_empty() { roff.to_owned() } else { roff.replace(&preamble, "") };
    let (title, rest) = body.split_once('\n').unwrap_or((&body, ""));
    let title = title.trim_end().replace("\\-", "-");
    let chinese = if lang == Lang::Zh { CHINESE } else { "" };
    format!("{preamble}{title}\n{chinese}{rest}")
}
