//! A recording as an asciicast, version 2 (<https://docs.asciinema.org/manual/asciicast/v2/>): one JSON value on
//! each line, first the header, then `[seconds, "o", text]`.

use super::play::Played;

/// Returns the recording as the text of a file.
pub fn cast(played: &Played, title: &str) -> String {
    let header = serde_json::json!({
        "version": 2,
        "width": played.size.0,
        "height": played.size.1,
        "title": title,
        "env": { "SHELL": "/bin/sh", "TERM": "xterm-256color" },
    });
    let mut lines = vec![header.to_string()];
    let mut split = vec![];
    for event in &played.events {
        split.extend(&event.bytes);
        let text = whole(&mut split);
        if !text.is_empty() {
            let seconds = event.at.as_millis() as f64 / 1000.0;
            lines.push(serde_json::json!([seconds, "o", text]).to_string());
        }
    }
    lines.join("\n") + "\n"
}

/// Takes the complete characters out of the bytes.
fn whole(bytes: &mut Vec<u8>) -> String {
    let end = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    };
    let rest = bytes.split_off(end);
    String::from_utf8_lossy(&std::mem::replace(bytes, rest)).into_owned()
}

#[test]
fn a_split_character_is_joined() {
    let mut bytes = "a✓".as_bytes()[..3].to_vec();
    assert_eq!((whole(&mut bytes).as_str(), bytes.len()), ("a", 2));
    bytes.push("✓".as_bytes()[2]);
    assert_eq!((whole(&mut bytes).as_str(), bytes.len()), ("✓", 0));
    let mut bytes = b"\xff\xfe!".to_vec();
    assert_eq!((whole(&mut bytes).as_str(), bytes.len()), ("\u{fffd}\u{fffd}!", 0));
}
