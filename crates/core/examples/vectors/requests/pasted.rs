//! Pasted text: an address and the text form as changed by mail, and faults in them.

use countersign_core::protocol::Request;

use crate::shape::*;

pub fn pasted(good: &Request) -> Vec<Pasted> {
    let (url, text) = (good.url("desk.example").unwrap(), good.text().unwrap());
    let body = text.lines().skip(1).take_while(|line| *line != "[END]").collect::<Vec<_>>().join(" ");
    let (start, end) = url.split_at(60);
    [
        url.clone(),
        url.to_lowercase().replace("https", "http"),
        format!("> Hello,\r\n> {start}\r\n> {end}\r\n> Regards\r\n"),
        format!("{start}=\r\n{end}."),
        format!("/r/{}", &url[23..]),
        text.clone(),
        format!("| {}", text.to_lowercase().replace('0', "o").replace('1', "i").replace('\n', "\r\n| ")),
        body,
        String::new(),
        "The machine doesn't start any more.".into(),
        url[..url.len() - 3].into(),
        format!("{url}AB"),
        format!("{start}8{end}"),
        text.replacen("\n4", "\n5", 1),
        text.split('\n').take(3).collect::<Vec<_>>().join("\n"),
        text.replacen(' ', "!", 5),
    ]
    .into_iter()
    .chain(bits_left_over(good))
    .map(read)
    .collect()
}

/// Inputs with one unused bit of the last symbol set: the lowest and the highest of three unused bits, and the only one.
fn bits_left_over(good: &Request) -> Vec<String> {
    let (url, text) = (good.url("desk.example").unwrap(), good.text().unwrap());
    let mut shorter = good.clone();
    shorter.values.serial.pop();
    let of_shorter = shorter.url("desk.example").unwrap();
    vec![
        but_last(&url, "Y", "Z"),
        but_last(&url, "Y", "4"),
        of_shorter.clone(),
        but_last(&of_shorter, "M", "N"),
        but_last(&text, "G\n[END]\n", "H\n[END]\n"),
    ]
}

/// The text with `end` replaced by `other`.
fn but_last(text: &str, end: &str, other: &str) -> String {
    format!("{}{other}", text.strip_suffix(end).unwrap())
}

fn read(input: String) -> Pasted {
    let (name, error) = match Request::parse(&input) {
        Ok(request) => (Some(request.name().to_string()), None),
        Err(error) => (None, Some(named(error))),
    };
    Pasted { input, name, error }
}
