//! The rules of other tools, restated from what is known of them: `rubbish.tsv` names each string or pattern,
//! how it is matched, on which field, and by which tool. Read when the measure runs; nothing of it is kept here.

use std::path::Path;

use regex::Regex;

/// A tool and the rows that are its rules, by how its name begins in the table.
pub const TOOLS: [(&str, &[&str]); 3] = [
    ("systemd hwdb", &["systemd hwdb"]),
    ("fwts", &["fwts"]),
    ("GLPI agent and server", &["GLPI agent", "GLPI server"]),
];

/// One rule.
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
    /// Without any blank, and whatever the case; the words in brackets may be there.
    BlankFree(Vec<String>),
    /// As the kernel writes a value into a modalias.
    Modalias(String),
    Pattern(Regex),
}

/// The rules of the tools whose names begin so.
#[derive(Debug)]
pub struct Tool {
    rules: Vec<Rule>,
}

impl Tool {
    /// Reads its rules; those of a kind not known here are named on the way.
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

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether it takes that value of that field for a filler. Padding is taken off first, for all alike.
    pub fn catches(&self, field: &str, value: &str) -> bool {
        let value = value.trim();
        self.rules.iter().any(|rule| rule.covers(field) && rule.matcher.meets(value))
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
            Matcher::BlankFree(vec![blank_free(&with), blank_free(without)])
        }
        _ if kind.contains("modalias") => Matcher::Modalias(text.to_owned()),
        "regex" => {
            let bare = text.strip_suffix(" (unanchored)").unwrap_or(text);
            Matcher::Pattern(Regex::new(bare.trim_matches('/')).ok()?)
        }
        _ => return None,
    })
}

fn blank_free(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

impl Matcher {
    fn meets(&self, value: &str) -> bool {
        match self {
            Self::Exact(text) => text == value,
            Self::CaseFree(text) => text.eq_ignore_ascii_case(value),
            Self::BlankFree(texts) => texts.contains(&blank_free(value)),
            Self::Modalias(text) => {
                let printed: String =
                    value.chars().filter(|c| c.is_ascii() && !c.is_whitespace() && *c != ':').collect();
                printed == *text
            }
            Self::Pattern(pattern) => pattern.is_match(value),
        }
    }
}
