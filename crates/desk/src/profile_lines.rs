//! Sets the lines `id` and `published` in the text of a profile.

/// Returns the text with these two lines. Each replaces its old line, or else is inserted before the first
/// setting. All other lines, and the comments after these two, are kept.
pub(crate) fn with_id_and_day(text: &str, id: u16, day: &str) -> String {
    let text = set(text, "published", &format!("published = \"{day}\""));
    set(&text, "id", &format!("id = {id}"))
}

/// Returns the text with the given line for a top-level key. The top level ends at the first table.
fn set(text: &str, key: &str, line: &str) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let top = lines.iter().position(|line| line.trim_start().starts_with('[')).unwrap_or(lines.len());
    let top = lines.get(..top).unwrap_or_default();
    if let Some(at) = top.iter().position(|line| key_of(line) == Some(key)) {
        let old = lines.get(at).copied().unwrap_or_default();
        let comment = old.find('#').and_then(|from| old.get(from..)).map(str::trim_end);
        let new = comment.map_or_else(|| line.to_owned(), |comment| format!("{line} {comment}"));
        return replaced(&lines, at, at + 1, &(new + end_of(old)));
    }
    let is_setting = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let at = lines.iter().position(is_setting).unwrap_or(lines.len());
    let end = lines.first().map_or("\n", |first| end_of(first));
    replaced(&lines, at, at, &format!("{line}{end}"))
}

fn key_of(line: &str) -> Option<&str> {
    line.split_once('=').map(|(key, _)| key.trim().trim_matches(['"', '\'']))
}

/// Returns the end of a line: in Unix or Windows format.
fn end_of(line: &str) -> &'static str {
    if line.ends_with("\r\n") { "\r\n" } else { "\n" }
}

fn replaced(lines: &[&str], from: usize, to: usize, new: &str) -> String {
    let before = lines.get(..from).unwrap_or_default().concat();
    let after = lines.get(to..).unwrap_or_default().concat();
    format!("{before}{new}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_and_date_are_inserted_or_replaced_and_comments_are_kept() {
        for (text, expected) in [
            (
                "# Our product.\n\nversion = 2 # the second\n[policy]\nid = 7\n",
                "# Our product.\n\nid = 4\npublished = \"2026-11-22\"\nversion = 2 # the second\n[policy]\nid = 7\n",
            ),
            (
                "version = 2\n  id=3  # by the desk\npublished = \"2026-01-01\"\nname = \"X\"",
                "version = 2\nid = 4 # by the desk\npublished = \"2026-11-22\"\nname = \"X\"",
            ),
            ("version = 2\r\n", "id = 4\r\npublished = \"2026-11-22\"\r\nversion = 2\r\n"),
        ] {
            assert_eq!(with_id_and_day(text, 4, "2026-11-22"), expected);
            assert_eq!(with_id_and_day(expected, 4, "2026-11-22"), expected);
        }
    }
}
