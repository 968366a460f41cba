//! Target: a license code as bytes and as typed or pasted text. Only the code that the desk signed for the current terms is accepted, in
//! any spelling.

use std::sync::LazyLock;

use countersign_core::machine::Origin;
use countersign_core::marker::{self, Form};
use countersign_core::protocol::license::{
    Diagnosis, OtherTerms, Search, SearchProgress, TypedLines, Validity, diagnose, find_lines,
};
use countersign_core::protocol::{
    Claims, Code, Edition, KeyId, Marker, PinnedKey, Scheme, Signer, Terms, given,
};

use crate::samples::shape::{Licenses, bytes};
use crate::{Seed, samples};

/// The desk's codes for two requests of a machine.
struct Issued {
    pinned: Vec<PinnedKey>,
    claims: Claims,
    current: Terms,
    earlier: Terms,
    code: Code,
    earlier_code: Code,
}

static ISSUED: LazyLock<Issued> = LazyLock::new(|| {
    let signer = Signer::from_seed(KeyId(3), [7; 32]);
    let current = Terms {
        product: "example-os".to_owned(),
        number: [0, 0, 0xbf, 0xef, 0x31, 0x2f],
        nonce: [1, 2, 3, 4, 5, 6, 7, 8],
        marker2: Some(Marker([2; 10])),
        marker3: Some(marker::scheme3(["ASRock", "B450M Pro4", "M80-0123X7"], Form::Plain)),
        origins: [Origin::Firmware; 3],
    };
    let earlier = Terms { nonce: [8; 8], ..current.clone() };
    let claims = Claims { edition: Edition(1), scheme: Scheme::Three, issued: 2_517, expires: Some(2_882) };
    let code = signer.sign(claims, &current).unwrap();
    let earlier_code = signer.sign(claims, &earlier).unwrap();
    Issued { pinned: vec![signer.pinned()], claims, current, earlier, code, earlier_code }
});

/// The most signature checks of a search. A complete search takes seconds.
const SEARCH_CHECKS: u32 = 24;
const SEARCH_STEP: u32 = 8;

/// Checks the input as the bytes of a code, and as text that has a code.
pub fn check(input: &[u8]) {
    if let Some(bytes) = input.first_chunk() {
        check_code(&Code(*bytes), &[]);
    }
    let text = String::from_utf8_lossy(input);
    let _ = given(&text, None);
    let found = find_lines(&text);
    if let Some(lines) = &found {
        assert!(lines.iter().any(|line| !line.is_empty()), "a code without a line");
    }
    let mut rows = text.lines();
    let rows: [String; 7] = std::array::from_fn(|_| rows.next().unwrap_or_default().to_owned());
    for lines in found.iter().chain([&rows]) {
        check_typed(lines);
    }
}

/// Checks the code of seven typed lines, or that a search finds only codes that the desk signed.
fn check_typed(lines: &[String; 7]) {
    let read = TypedLines::read(lines);
    if let Ok((code, mended)) = read.assemble() {
        check_code(&code, &mended);
    } else if let Ok(mut search) =
        Search::new(lines, &ISSUED.pinned, &[ISSUED.current.clone(), ISSUED.earlier.clone()])
    {
        let mut left = SEARCH_CHECKS;
        while left > 0 {
            match search.step(SEARCH_STEP) {
                SearchProgress::Found(found) => {
                    let signed = if found.terms == 0 { &ISSUED.code } else { &ISSUED.earlier_code };
                    assert_eq!(&found.code, signed, "a search found a code that the desk didn't sign");
                    assert_eq!(found.claims, ISSUED.claims);
                    break;
                }
                SearchProgress::NotFound => break,
                SearchProgress::Going { .. } => left -= SEARCH_STEP,
            }
        }
    }
}

/// Checks that the lines of a code give the code again, and that it is accepted only if the desk signed it for the current terms.
fn check_code(code: &Code, mended: &[u8]) {
    let lines = code.lines();
    let again = TypedLines::read(&lines).assemble();
    assert_eq!(again, Ok((code.clone(), Vec::new())), "{lines:?}");
    let Issued { pinned, claims, current, earlier, .. } = &*ISSUED;
    match code.verify(pinned, current) {
        Ok(verified) => assert_eq!(
            (code, verified),
            (&ISSUED.code, *claims),
            "a code that the desk didn't sign is accepted"
        ),
        Err(_) => assert_ne!(code, &ISSUED.code, "the desk's own code is refused"),
    }
    let other_terms = [OtherTerms { label: 1, terms: earlier.clone() }];
    for today in [0, claims.issued, 2_882, 2_883] {
        match diagnose(code, pinned, current, &other_terms, mended, today) {
            Diagnosis::Accepted { clock_behind, .. } => {
                assert_eq!(code, &ISSUED.code);
                assert_eq!(clock_behind, claims.validity(today) == Validity::ClockBehind);
            }
            Diagnosis::Expired(last) => {
                assert_eq!((code, last), (&ISSUED.code, 2_882));
                assert!(today > last);
            }
            Diagnosis::ForOtherTerms { .. } => assert_eq!(code, &ISSUED.earlier_code),
            Diagnosis::UnknownKey(id) => assert_ne!(id, KeyId(3)),
            Diagnosis::CheckLines(lines) => {
                assert!(!lines.is_empty() && lines.iter().all(|line| (1..=7).contains(line)))
            }
            Diagnosis::UnknownFormat | Diagnosis::WrongTerms => {}
        }
    }
}

/// Returns the desk's codes as bytes, as typed lines, in a mail and with typing errors, and the test vectors.
pub fn seeds() -> Vec<Seed> {
    let lines = ISSUED.code.lines();
    let grouped = lines.each_ref().map(|line| countersign_core::protocol::line::grouped(line));
    let numbered: Vec<String> =
        grouped.iter().enumerate().map(|(at, line)| format!("> {}: {line}", at + 1)).collect();
    let mut slipped = lines.clone();
    slipped[0].replace_range(3..4, "?");
    slipped[4].replace_range(7..9, "QQ");
    let mut short = lines.clone();
    short[2].truncate(18);
    let mut seeds: Vec<Seed> = vec![
        ("signed.bin".to_owned(), ISSUED.code.0.to_vec()),
        ("earlier.bin".to_owned(), ISSUED.earlier_code.0.to_vec()),
        ("lines.txt".to_owned(), lines.join("\n").into_bytes()),
        ("mail.txt".to_owned(), format!("Dear customer,\n{}\nYours", numbered.join("\n")).into_bytes()),
        ("slipped.txt".to_owned(), slipped.join("\n").into_bytes()),
        ("short.txt".to_owned(), short.join("\n").into_bytes()),
        (
            "html.txt".to_owned(),
            format!("<table><tr><td>{}</td></tr></table>", grouped.join("<br>")).into_bytes(),
        ),
    ];
    let vectors: Licenses = samples::vectors("licenses.toml");
    for (at, one) in vectors.accepted.iter().enumerate() {
        seeds.push((format!("accepted-{at}.bin"), bytes(&one.code)));
        seeds.push((format!("accepted-{at}.txt"), one.lines.join("\n").into_bytes()));
    }
    let refused = vectors.refused.iter().enumerate();
    seeds.extend(refused.map(|(at, one)| (format!("refused-{at}.bin"), bytes(&one.code))));
    seeds
}
