//! Converts HTML to its visible text, in the detail that codes and rows need. The address of a request in a link becomes text too.

/// Tags that end a row.
const ROWS: [&str; 18] = [
    "br",
    "p",
    "div",
    "tr",
    "li",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "pre",
    "ul",
    "ol",
    "blockquote",
    "body",
    "html",
    "section",
];
/// Other tags of mails and pages.
const OTHERS: [&str; 18] = [
    "td", "th", "span", "b", "i", "u", "a", "font", "code", "tt", "strong", "em", "head", "wbr", "tbody",
    "center", "meta", "small",
];
/// Elements with text that is not displayed.
const UNSEEN: [&str; 3] = ["style", "script", "title"];
/// The longest tag, in bytes. A longer one is read as text.
const TAG: usize = 4096;

/// The text of HTML; `None` where the text has no tag and no entity.
pub(super) fn undo(text: &str) -> Option<String> {
    let tags = tags(text);
    let has_entity = text.match_indices('&').any(|(at, _)| entity(&text[at..]).is_some());
    if tags.is_empty() && !has_entity {
        return None;
    }
    // In a page, a line break of the source is a blank.
    let is_page = tags.iter().any(|tag| ROWS.contains(&tag.name.as_str()) && tag.name != "pre");
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    let mut unseen: Option<String> = None;
    for tag in &tags {
        let between = text.get(from..tag.at).unwrap_or_default();
        if unseen.is_none() {
            push_text(between, is_page, &mut out);
        }
        from = tag.end;
        if UNSEEN.contains(&tag.name.as_str()) {
            unseen = if tag.closes { None } else { Some(tag.name.clone()) };
        }
        let link = link(text.get(tag.at..tag.end).unwrap_or_default());
        if let Some(link) = link.filter(|_| tag.name == "a") {
            out.push('\n');
            push_text(link, false, &mut out);
            out.push('\n');
        } else if ROWS.contains(&tag.name.as_str()) {
            out.push('\n');
        } else if matches!(tag.name.as_str(), "td" | "th") {
            out.push(' ');
        }
    }
    if unseen.is_none() {
        push_text(text.get(from..).unwrap_or_default(), is_page, &mut out);
    }
    Some(out)
}

/// A tag of HTML.
struct Tag {
    /// In lower case.
    name: String,
    closes: bool,
    at: usize,
    end: usize,
}

/// The tags of a text. `<OUT OF SPEC>` and mail addresses are not tags.
fn tags(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    // The ends are passed once, so that many `<` without an end take no more time than other text.
    let mut ends = text.match_indices('>').map(|(at, _)| at).peekable();
    let mut after = 0;
    for (at, _) in text.match_indices('<') {
        if at < after {
            continue;
        }
        while ends.next_if(|end| *end < at).is_some() {}
        let Some(&end) = ends.peek() else { break };
        let Some(inner) = text.get(at + 1..end).filter(|inner| inner.len() < TAG) else { continue };
        after = end + 1;
        tags.extend(tag(inner).map(|(name, closes)| Tag { name, closes, at, end: after }));
    }
    tags
}

/// The name of a tag, and whether it is a closing one; `None` if what stands between `<` and `>` is no tag.
fn tag(inner: &str) -> Option<(String, bool)> {
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = inner.get(..length)?.to_ascii_lowercase();
    let is_whole = inner.get(length..)?.chars().next().is_none_or(|c| c.is_whitespace() || c == '/');
    let is_known = [&ROWS[..], &OTHERS, &UNSEEN].iter().any(|names| names.contains(&name.as_str()));
    let is_comment = inner.starts_with("!--")
        || inner.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("!doctype"));
    (is_known && is_whole || is_comment).then_some((name, closes))
}

/// The address of a request in a link.
fn link(tag: &str) -> Option<&str> {
    let at = tag.to_ascii_lowercase().find("href")?;
    let value = tag.get(at + 4..)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = value.get(1..)?.split(quote).next()?;
    value.to_ascii_uppercase().contains("/R/").then_some(value)
}

/// Appends the text between tags, with its entities decoded.
fn push_text(text: &str, is_page: bool, out: &mut String) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((meant, length)) = entity(rest) {
            out.push(meant);
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        out.push(if is_page && matches!(c, '\n' | '\r') { ' ' } else { c });
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
}

/// The character of the entity that a text begins with, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('&')?;
    let length = rest.bytes().take(10).position(|byte| byte == b';')?;
    let name = rest.get(..length)?;
    let meant = match name {
        "nbsp" => '\u{a0}',
        "ensp" | "emsp" | "thinsp" => ' ',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "shy" => '\u{ad}',
        "zwnj" | "zwj" => '\u{200b}',
        "ndash" | "mdash" | "minus" | "hyphen" => '-',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))?
        }
    };
    Some((meant, length + 2))
}
