//! Every kind of wrapping, and random input.

use proptest::prelude::*;

use super::*;

#[test]
fn text_without_wrapping_stays_as_it_is() {
    for text in [
        "",
        "1  8C80K N8000 2DRSY ZX09M",
        "String 1: SIZE=20\nString 2: KEY=12",
        "a <desk@example.com> b < c > d AT&T & co; x=",
        "\tSerial Number: <OUT OF SPEC>\n\tFamily: <BAD INDEX>",
        "Content-Transfer-Encoding: 7bit\n\nHTTPS://DESK.EXAMPLE/R/AQ",
    ] {
        assert!(matches!(plain(text), Cow::Borrowed(same) if same == text), "{text:?}");
    }
}

/// ASCII text with zero bytes is not read as UTF-16.
#[test]
fn a_zero_byte_in_a_list_affects_only_its_own_line() {
    assert!(text(b"0\0AA00 \0AA0 3220\nAA03220123951\n").contains("\nAA03220123951\n"));
}

#[test]
fn a_body_that_is_no_base64_stays_as_it_is() {
    let mail = "Content-Transfer-Encoding: base64\n\n4*\n ";
    assert_eq!(plain(mail), mail);
}

#[test]
fn mail_and_pages_become_text() {
    for (wrapped, text) in [
        ("a=3D8C80=\r\nKN80", "a=8C80KN80"),
        ("=E5=BA=8F=E5=88=97=E5=8F=B7=EF=BC=9AAA03", "序列号：AA03"),
        ("<p>8C80K&nbsp;N8000<br>2DRSY</p>", "\n8C80K\u{a0}N8000\n2DRSY\n"),
        ("<pre>8C80K\nN8000</pre>", "\n8C80K\nN8000\n"),
        ("<style>p > b {}</style><title>x</title>A<wbr>B<span\nclass=x>C</span>&#x31;&#50;", "ABC12"),
        ("<a href='https://d.e/R/AQ'>here</a>", "\nhttps://d.e/R/AQ\nhere"),
        ("<tr>\n<td>1</td>\n<td>8C80K</td>\n</tr>", "\n  1  8C80K \n"),
    ] {
        let words =
            |text: &str| text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        assert_eq!(words(plain(wrapped).trim()), words(text.trim()), "{wrapped}");
    }
    let mail = "Subject: x\nContent-Type: multipart/alternative; boundary=b1b1\n\n--b1b1\nContent-Transfer-Encoding: base64\n\nOEM4\nMEsg\n\
                TjgwMDA=\n--b1b1\nContent-Transfer-Encoding: quoted-printable\n\nA=3DB=20\n-- =\nLi\n--b1b1--\n";
    let text = plain(mail);
    assert!(text.contains("\n8C80K N8000\n") && text.contains("\nA=B \n-- Li\n"), "{text}");
    // Without the first headers, the boundaries show themselves.
    let parts = mail.split_once("\n\n").unwrap().1;
    assert!(plain(parts).contains("\n8C80K N8000\n"), "{}", plain(parts));
    // A row of dashes is no boundary.
    for boundary in ["", "Content-Type: multipart/mixed;\n boundary=\"b1=b\"\n"] {
        let mail = format!(
            "{boundary}Content-Transfer-Encoding: quoted-printable\n\nDear desk,\n--------------------\n=E8=AE=B8=E5=8F=AF\n"
        );
        assert!(plain(&mail).contains("\n--------------------\n许可\n"), "{}", plain(&mail));
    }
}

#[test]
fn line_numbers_labels_and_borders_are_removed_from_rows() {
    let body = "8C80K N8000";
    for row in [
        "1: X",
        "1. X",
        "1) X",
        "(1) X",
        "[1] X",
        "1、X",
        "一、X",
        "① X",
        "⑴ X",
        "⒈ X",
        "❶ X",
        "1 | X",
        "Line 1: X",
        "line no. 1: X",
        "LINE 1 of 7: X",
        "第1行：X",
        "第 1 行: X",
        "第一行：X",
        "第1行（共7行）：X",
        "License code, line 1: X",
        "授权码第1行：X",
        "> 1. X",
        "> > | 1) X |",
        "│ 1 │ X │",
        "* 1. X *",
        "1/7: X",
        "#1: X",
        "Ｌｉｎｅ\u{3000}１：X",
    ] {
        let row = Row::of(&row.replace('X', body));
        let numbered = row.numbered.as_ref().unwrap_or_else(|| panic!("{row:?}"));
        assert_eq!((numbered.number, numbered.body.trim()), (1, body), "{row:?}");
    }
    assert_eq!(Row::of("十二、X").numbered.map(|row| row.number), Some(12));
    assert_eq!(Row::of("12  X").numbered.map(|row| (row.number, row.marked)), Some((12, false)));
    for row in ["8C80K N8000", "123 X", "Dear customer"] {
        assert_eq!(Row::of(row).numbered, None, "{row}");
    }
    assert_eq!(Row::of("Receipt: X").behind_label(), "X");
}

#[test]
fn labels_of_numbers_are_recognised_in_both_languages() {
    for label in [
        "License number",
        "licence no.",
        "SN",
        "S/N",
        "序列号",
        "许可证号",
        "许可号",
        "您的产品序列号是",
        "Your license number is",
        "ＳＮ",
    ] {
        assert!(is_number_label(label), "{label}");
    }
    for other in ["", "Dear customer", "AA", "A", "机器"] {
        assert!(!is_number_label(other), "{other}");
    }
}

proptest! {
    #[test]
    fn the_length_of_the_text_is_bounded_by_that_of_the_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let text = text(&bytes);
        let plain = plain(&text);
        // Each byte gives at most one character, which has at most three bytes.
        prop_assert!(plain.len() <= 3 * bytes.len().max(1) + 16);
        prop_assert!(rows(&plain).all(|row| row.whole.chars().count() <= plain.chars().count()));
    }

    #[test]
    fn any_mixture_of_markup_gives_text(pieces in prop::collection::vec(prop::sample::select(vec![
        "<", ">", "<br>", "</td", "<a href=\"/R/", "\"", "&", "&nbsp;", "&#", ";", "=", "=\n", "=3D", "=E5", "\n", "--b1b1", "\r\n",
        "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable", "\n\n", "QUJD", "<!--", "-->", "<style>", "1", "①", "第", "行",
        "：", "一", "│", "\u{ad}", "\u{202e}", "of 7", "(",
    ]), 0..60)) {
        let text = pieces.concat();
        let plain = plain(&text);
        prop_assert!(plain.len() <= 3 * text.len() + 64);
        let _: Vec<Row> = rows(&plain).collect();
        let _ = (is_number_label(&text), without_label(&text));
    }
}
