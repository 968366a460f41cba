//! Target: the tolerant reader. No step returns more characters than its input has. Printable text is safe to show, and stays the same when
//! it is made printable again.

use countersign_core::machine::{MAX_COLUMNS, compatibility_fold, is_visible, printable};
use countersign_core::protocol::{Given, Mask, given};
use countersign_core::reader::{self, printable_whole};
use unicode_width::UnicodeWidthStr;

use crate::samples::shape::Requests;
use crate::{Seed, samples};

/// Checks the input as a received file.
pub fn check(input: &[u8]) {
    let text = reader::text(input);
    assert!(
        text.chars().count() <= input.len(),
        "text of {} bytes has {} characters",
        input.len(),
        text.chars().count()
    );
    let plain = reader::plain(&text);
    assert!(plain.chars().count() <= text.chars().count(), "more characters without markup");
    let mut in_rows = 0;
    for row in reader::rows(&plain) {
        in_rows += row.whole.chars().count();
        let label = row.behind_label();
        assert!(row.whole.ends_with(label) || row.whole.contains(label), "{label:?} of {row:?}");
        if let Some(numbered) = &row.numbered {
            assert!(row.whole.ends_with(&numbered.body), "{row:?}");
        }
        assert!(!row.whole.is_empty());
    }
    assert!(in_rows <= plain.chars().count(), "more characters in rows");
    check_printable(input, &text);
    for c in text.chars().take(64) {
        let folded = compatibility_fold(c);
        assert_eq!(compatibility_fold(folded), folded, "folding {c:?} again changes it");
    }
    let mask = Mask::parse("AA99999999999").unwrap();
    if let Given::Number(number) = given(&text, Some(&mask)) {
        let packed = mask.pack(&number).expect("a number of the mask");
        assert_eq!(mask.unpack(packed), Some(number.clone()));
        assert_eq!(mask.parse_number(&mask.format(&number)), Ok(number));
    }
}

fn check_printable(input: &[u8], text: &str) {
    let shown = printable(input);
    assert!(shown.width() <= MAX_COLUMNS, "{shown}");
    assert!(shown.chars().all(is_visible), "{shown:?}");
    assert_eq!(printable(shown.as_bytes()), shown, "a printable text changes");
    let whole = printable_whole(text);
    assert!(whole.chars().all(is_visible), "{whole:?}");
    assert_eq!(printable_whole(&whole), whole, "a printable text changes");
}

/// Returns pasted requests, texts in the usual encodings of mail, and the texts of the recordings.
pub fn seeds() -> Vec<Seed> {
    let vectors: Requests = samples::vectors("requests.toml");
    let pasted = vectors.pasted.iter().enumerate();
    let mut seeds: Vec<Seed> =
        pasted.map(|(at, one)| (format!("pasted-{at}.txt"), one.input.clone().into_bytes())).collect();
    let text =
        "许可证号：AA03220123951\r\n第1行 8C80K N8000 HFFP1 G3ZJ2\n② AFRN6 K6VPF 450NJ SMKRJ\n回执 12) x";
    let utf16 = |high: bool| -> Vec<u8> {
        let mark = std::iter::once(0xfeff).chain(text.encode_utf16());
        mark.flat_map(|unit| if high { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let quoted: String = text.bytes().map(|byte| format!("={byte:02X}")).collect();
    let coded = data_encoding::BASE64.encode(text.as_bytes());
    let texts: [(&str, Vec<u8>); 8] = [
        ("utf8", text.as_bytes().to_vec()),
        ("utf16le", utf16(false)),
        ("utf16be", utf16(true)),
        ("gb18030", b"\xd0\xed\xbf\xc9\xd6\xa4\xba\xc5\xa3\xbaAA03220123951".to_vec()),
        ("quoted", format!("Content-Transfer-Encoding: quoted-printable\n\n{quoted}\n").into_bytes()),
        (
            "base64",
            format!(
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{coded}\n"
            )
            .into_bytes(),
        ),
        (
            "html",
            format!(
                "<html><body><p>{}</p><script>x</script>&#x41;&nbsp;&lt;</body></html>",
                text.replace('\n', "<br>")
            )
            .into_bytes(),
        ),
        ("marks", "\u{202e}a\u{200b}\u{feff}\u{1b}[2Je\u{301}\u{e0041}".as_bytes().to_vec()),
    ];
    seeds.extend(texts.map(|(name, bytes)| (name.to_owned(), bytes)));
    seeds.extend(samples::recorded("machines/platforms", 4_000));
    seeds
}
