//! Parses an answer: the desk's JSON (`countersign-desk` has its shape in `web::api`), or the page of another server.

use serde_json::Value;

use crate::wizard::online::{DeskAnswer, DeskRefusal, OnlineError, ProxyFault};
use countersign_core::protocol::line::LENGTH;

/// The characters of the longest stable code or name.
const NAME_MAX: usize = 40;
/// The characters of a license code.
const CODE: usize = 7 * LENGTH;

/// The meaning of a body with that status.
#[must_use]
pub fn read(status: u16, body: &[u8]) -> DeskAnswer {
    let failed = DeskAnswer::Failed;
    // 407: a proxy wants a sign-in. 511: a network wants one (RFC 6585, section 6).
    match status {
        407 => return failed(OnlineError::Proxy(ProxyFault::SignIn)),
        511 => return failed(OnlineError::CaptivePortal),
        _ => {}
    }
    let Ok(json) = serde_json::from_slice::<Value>(body) else { return failed(not_the_desk(status)) };
    if let Some(error) = json.pointer("/error/code").and_then(code) {
        return failed(match status {
            429 | 503 => OnlineError::Busy,
            _ => OnlineError::NotAccepted(error),
        });
    }
    match json.get("decision").and_then(Value::as_str) {
        Some("issued") => lines(&json).map_or(failed(OnlineError::CaptivePortal), DeskAnswer::Issued),
        Some("refused") => refusal(&json).map_or(failed(OnlineError::CaptivePortal), DeskAnswer::Refused),
        _ => failed(not_the_desk(status)),
    }
}

/// The meaning of an answer that isn't the desk's JSON. A reverse proxy answers 5xx if it can't reach the desk.
fn not_the_desk(status: u16) -> OnlineError {
    match status {
        429 | 500..=599 => OnlineError::Busy,
        _ => OnlineError::CaptivePortal,
    }
}

fn lines(json: &Value) -> Option<[String; 7]> {
    let code = json.get("code")?.as_str()?;
    if code.len() != CODE || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let lines = code.as_bytes().chunks(LENGTH).map(|line| String::from_utf8_lossy(line).into_owned());
    lines.collect::<Vec<_>>().try_into().ok()
}

fn refusal(json: &Value) -> Option<DeskRefusal> {
    let findings = json.get("findings").and_then(Value::as_array);
    let differs = json.get("differs").and_then(Value::as_array);
    Some(DeskRefusal {
        reason: json.get("reason").and_then(code)?,
        findings: findings.into_iter().flatten().filter_map(|one| one.get("code").and_then(code)).collect(),
        differs: differs.into_iter().flatten().filter_map(code).collect(),
        case: json.get("case").and_then(code),
    })
}

/// A stable code or a name: letters, digits and dashes.
fn code(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    ((1..=NAME_MAX).contains(&text.len()) && text.bytes().all(plain)).then(|| text.to_owned())
}
