//! The tokens of a tape, each with its line.
//!
//! Lives here: the tokens of VHS's lexer, as far as `parse` needs them. Never here: the meaning of a token.

use super::parse::{Fault, TapeError};

/// One token of a tape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A bare word: a command, a key, a path, a unit.
    Word(String),
    /// Text in `"`, `'` or `` ` ``; there are no escapes.
    Text(String),
    /// A pattern between slashes; it can't contain a slash.
    Pattern(String),
    /// Digits, perhaps with a decimal point.
    Number(String),
    /// JSON, such as a theme.
    Json(String),
    /// One of `@ + % = - [ ] ^ \`.
    Sign(char),
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Word(text)
            | Self::Text(text)
            | Self::Pattern(text)
            | Self::Number(text)
            | Self::Json(text) => f.write_str(text),
            Self::Sign(sign) => write!(f, "{sign}"),
        }
    }
}

/// Returns the tokens of a tape with their lines, counted from 1. Comments are skipped.
pub fn lex(tape: &str) -> Result<Vec<(usize, Token)>, TapeError> {
    let mut tokens = vec![];
    for (at, line) in tape.lines().enumerate() {
        let number = at + 1;
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            if first == '#' {
                break;
            }
            let (token, after) = word(first, rest).map_err(|fault| TapeError { line: number, fault })?;
            tokens.push((number, token));
            rest = after.trim_start();
        }
    }
    Ok(tokens)
}

/// Returns the first token and the rest of the line.
fn word(first: char, rest: &str) -> Result<(Token, &str), Fault> {
    Ok(match first {
        '"' | '\'' | '`' | '/' => {
            let (inside, after) = rest[1..].split_once(first).ok_or(Fault::Unclosed(first))?;
            let token = if first == '/' { Token::Pattern } else { Token::Text };
            (token(inside.to_owned()), after)
        }
        '{' => {
            let end = rest.find('}').ok_or(Fault::Unclosed(first))? + 1;
            (Token::Json(rest[..end].to_owned()), &rest[end..])
        }
        '@' | '+' | '%' | '=' | '-' | '[' | ']' | '^' | '\\' => (Token::Sign(first), &rest[1..]),
        '0'..='9' | '.' if rest.trim_start_matches('.').starts_with(|c: char| c.is_ascii_digit()) => {
            let (number, after) = taken(rest, |c| c.is_ascii_digit() || c == '.');
            (Token::Number(number), after)
        }
        'a'..='z' | 'A'..='Z' | '.' => {
            let (word, after) = taken(rest, |c| c.is_ascii_alphanumeric() || ".-_/%".contains(c));
            (Token::Word(word), after)
        }
        other => return Err(Fault::Foreign(other)),
    })
}

fn taken(text: &str, wanted: impl Fn(char) -> bool) -> (String, &str) {
    let end = text.find(|c| !wanted(c)).unwrap_or(text.len());
    (text[..end].to_owned(), &text[end..])
}
