//! Tests of both forms on made sheets.

use super::*;
use crate::page::Mark;

fn sheet(lang: Lang, hostile: &str) -> Sheet {
    let row = |value: &str| {
        let (name, verdict) = ("Model".to_owned(), "MODEL-BLANK".to_owned());
        Item::Field(FieldRow { name, value: value.to_owned(), mark: Mark::Bad, verdict })
    };
    let url = format!("HTTPS://DESK.EXAMPLE.ORG/R/{}", "7K2QX49BM0".repeat(12));
    Sheet {
        lang,
        title: format!("Example OS 10 {hostile}"),
        facts: vec![("License number", "AA03220123951".to_owned()), ("Desk", hostile.to_owned())],
        request: Some(RequestForms { url, text: vec!["[REQUEST 7K2-QX4]".to_owned(), hostile.to_owned()] }),
        blocks: BlockWidth::One,
        sections: vec![
            code(lang, true, None),
            Section {
                title: "This machine",
                items: vec![
                    row(hostile),
                    Item::Text(hostile.to_owned()),
                    Item::Caution(hostile.to_owned()),
                    Item::Step(1, hostile.to_owned()),
                    Item::Command(format!("tool --set '{hostile}'")),
                ],
            },
        ],
    }
}

/// A QR of version 6 with its quiet zone.
fn drawn() -> DrawnQr {
    DrawnQr { rows: vec!["█".repeat(49); 23], columns: 49 }
}

#[test]
fn on_a_terminal_narrower_than_a_page_nothing_stands_beside_the_qr() {
    let lines_with_qr = |columns| {
        let text = text_form::text(&sheet(Lang::En, "value"), Some(&drawn()), Medium::Terminal { columns });
        text.lines().filter(|line| line.contains('█')).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines_with_qr(Some(49)), drawn().rows);
    for wide in [Some(80), None] {
        let lines = lines_with_qr(wide);
        assert!(lines.len() == 23 && lines != drawn().rows, "{lines:?}");
    }
}

#[test]
fn parts_lose_the_empty_lines_between_them_before_they_need_another_page() {
    let mut long = sheet(Lang::En, "value");
    let pages = |long: &Sheet| text_form::text(long, Some(&drawn()), Medium::Paper);
    // The page is filled up to its last line but the gap.
    let left = 66 - pages(&long).lines().count() - 1;
    let items = (0..left).map(|at| Item::Text(format!("line {at}"))).collect();
    long.sections.push(Section { title: "What was done", items });
    let text = pages(&long);
    assert_eq!((text.lines().count(), text.contains("page 1 of 1")), (64, true), "{text}");
}

#[test]
fn overflow_goes_to_further_pages_with_a_header() {
    let mut long = sheet(Lang::En, "value");
    let items = (0..150).map(|at| Item::Text(format!("line {at}"))).collect();
    long.sections.push(Section { title: "What was done", items });
    let text = text_form::text(&long, Some(&drawn()), Medium::Paper);
    let pages: Vec<&str> = text.split('\u{c}').collect();
    assert!(pages.len() >= 3, "{}", pages.len());
    for (at, page) in pages.iter().enumerate() {
        assert!(page.lines().count() <= 66, "{page}");
        assert!(page.starts_with("Example OS 10 value"), "{page}");
        assert!(page.contains(&format!("page {} of {}", at + 1, pages.len())), "{page}");
    }
    for at in 0..150 {
        assert!(text.contains(&format!("line {at}\n")), "{at}");
    }
    let terminal = Medium::Terminal { columns: Some(80) };
    let shown = text_form::text(&long, Some(&drawn()), terminal);
    assert!(!shown.contains('\u{c}'), "a terminal gets no form feed");
}

#[test]
fn without_block_glyphs_only_the_text_form_is_printed() {
    let text = text_form::text(&sheet(Lang::En, "value"), None, Medium::Paper);
    assert!(text.is_ascii() && text.contains("[REQUEST 7K2-QX4]") && text.contains("--sheet=html"), "{text}");
}

#[test]
fn no_value_is_markup_in_html() {
    let html = html_form::html(&sheet(Lang::Zh, "</pre><script>alert(\"1\")</script>&'x'"));
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;alert(&quot;1&quot;)"), "{html}");
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">") && html.contains("<svg "), "{html}");
    // The page loads nothing.
    let elsewhere = html.replace("http://www.w3.org/2000/svg", "");
    assert!(
        !elsewhere.contains("src=") && !elsewhere.contains("href=") && !elsewhere.contains("url("),
        "{html}"
    );
    assert_eq!(html.matches("<tr><th>").count(), 7);
    assert_eq!(html.matches("<td></td>").count(), 7 * 20);
}
