//! The rules of other tools, read from `rubbish.tsv` when the benchmark runs. The table names each string or pattern, how it
//! is matched, on which field, and by which tool.

use std::path::Path;

use regex::Regex;

/// A tool, and the beginnings of its names in the table.
pub const TOOLS: [(&str, &[&str]); 3] = [
    ("systemd hwdb", &["systemd hwdb"]),
    ("fwts", &["fwts"]),
    ("GLPI agent and server", &["GLPI agent", "GLPI server"]),
];

/// A rule.
#[derive(Debug)]
struct Rule {
    matcher: Matcher,
    field: String,
}

/// How a rule matches.
#[derive(Debug)]
enum Matcher {
    Exact(String),
    CaseFree(String),
    /// Without blanks and case; the words in brackets are optional.
    BlankFree(Vec<String>),
    /// As the kernel writes a value in a modalias.
    Modalias(String),
    Pattern(Regex),
}

/// The rules of the tools with such names.
#[derive(Debug)]
pub struct Tool {
    rules: Vec<Rule>,
}

impl Tool {
    /// Reads the rules. Rules of an unknown kind are printed and left out.
    pub fn read(path: &Path, names: &[&str]) -> Option<Self> {
        let table = std::fs::read_to_string(path).ok()?;
        let mut rules = Vec::new();
        for line in table.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [text, kind, field, tools, ..] = columns.as_slice() else { continue };
            if !tools.split("; ").any(|tool| names.iter().any(|name| tool.starts_with(name))) {
                continue;
            }
            match matcher(text, kind) {
                Some(matcher) => rules.push(Rule { matcher, field: (*field).to_owned() }),
                None => println!("(not restated: {text:?}, {kind})"),
            }
        }
        Some(Self { rules })
    }

    /// The number of rules.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether the tool calls that value of that field a filler. Padding is removed first, for every tool.
    pub fn catches(&self, field: &str, value: &str) -> bool {
        let value = value.trim();
        self.rules.iter().any(|rule| rule.covers(field) && rule.matcher.matches(value))
    }
}

impl Rule {
    fn covers(&self, field: &str) -> bool {
        let rule = self.field.as_str();
        rule == field
            || rule == "any string"
            || rule.starts_with("any dmidecode")
            || matches!(rule, "serial" | "any Serial Number") && field.ends_with("_serial")
            || matches!(rule, "any Asset Tag" | "asset tag, sku") && field.ends_with("_asset_tag")
            || rule == "model" && matches!(field, "product_name" | "board_name")
            || rule == "manufacturer" && field.ends_with("_vendor")
            || rule == "uuid" && field == "product_uuid"
    }
}

fn matcher(text: &str, kind: &str) -> Option<Matcher> {
    Some(match kind {
        "exact" | "exact case-sensitive" | "equals" => Matcher::Exact(text.to_owned()),
        "equals, case-insensitive" => Matcher::CaseFree(text.to_owned()),
        _ if kind.contains("between words") => {
            let text = text.split(" (once").next().unwrap_or(text);
            let with = text.replace(['(', ')'], "");
            let without = text.split('(').next().unwrap_or(text);
            Matcher::BlankFree(vec![without_blanks(&with), without_blanks(without)])
        }
        _ if kind.contains("modalias") => Matcher::Modalias(text.to_owned()),
        "regex" => {
            let bare = text.strip_suffix(" (unanchored)").unwrap_or(text);
            Matcher::Pattern(Regex::new(bare.trim_matches('/')).ok()?)
        }
        _ => return None,
    })
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

impl Matcher {
    fn matches(&self, value: &str) -> bool {
        match self {
            Self::Exact(text) => text == value,
            Self::CaseFree(text) => text.eq_ignore_ascii_case(value),
            Self::BlankFree(texts) => texts.contains(&without_blanks(value)),
            Self::Modalias(text) => {
                let printed: String =
                    value.chars().filter(|c| c.is_ascii() && !c.is_whitespace() && *c != ':').collect();
                printed == *text
            }
            Self::Pattern(pattern) => pattern.is_match(value),
        }
    }
}
