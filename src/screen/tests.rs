//! Snapshots of pages, and properties of any page at any size.

use proptest::prelude::*;

use super::samples::{self, THEMES, drawn, text};
use super::{Colour, Drawn, Focus, Glyphs, Theme};
use crate::page::{Block, Choice, CodeRow, FieldRow, Hint, Mark, Page, RailItem, Stage, Tone};
use crate::text::StepSentence;
use crate::wizard::Viewport;
use countersign_core::step::StepName;
use countersign_core::text::Lang;
use countersign_keep::KeepCode;
use countersign_keep::text::{keep_meaning, keep_message};

#[test]
fn pages_match_their_snapshots() {
    let looks = [
        ("colour", Theme { colour: Colour::Eight, glyphs: Glyphs::Unicode }),
        ("mono", Theme { colour: Colour::Mono, glyphs: Glyphs::Ascii }),
    ];
    for (name, page) in samples::all() {
        for (look, theme) in looks {
            for size in [(80, 24), (40, 12)] {
                let of = format!("{name}-{look}-{}x{}", size.0, size.1);
                insta::assert_snapshot!(of, samples::snapshot(&page, theme, size));
            }
        }
    }
}

#[test]
fn the_advice_of_a_notice_is_complete_at_every_size() {
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for lang in [Lang::En, Lang::Zh] {
        let kept = KeepCode::ALL.iter().map(|code| keep_message(lang, *code));
        let unkept =
            KeepCode::ALL.iter().filter(|code| code.as_str().starts_with("KEEP-")).flat_map(|code| {
                let why: &str = &keep_meaning(lang, *code);
                let why = &why.trim_end_matches(['.', '。']);
                [
                    StepSentence::NoticeSessionNotSaved { why }.say(lang),
                    StepSentence::NoticeSessionNotForgotten { why }.say(lang),
                    StepSentence::NoticeRequestNotRemembered { why }.say(lang),
                ]
            });
        for text in kept.chain(unkept) {
            for size in [(40, 12), (80, 24)] {
                let mut page = samples::page("6 CODE", StepName::Code, vec![Block::Gap]);
                page.notice = Some((Tone::Bad, text.clone()));
                let (terminal, _) = drawn(&page, THEMES[0], 0, size);
                let shown = squeezed(&self::text(terminal.backend().buffer()).concat());
                assert!(shown.contains(&squeezed(&text)), "{size:?}: {text}\n{shown}");
            }
        }
    }
}

/// The largest scroll that changes anything.
fn last_scroll(shown: Viewport) -> u16 {
    shown.total.saturating_sub(shown.rows)
}

#[test]
fn a_long_body_scrolls_to_its_last_line_and_no_further() {
    let lines = (1..=40).map(|n| format!("line {n}")).collect();
    let page = samples::page("5 REQUEST", StepName::Request, vec![Block::Verbatim(lines)]);
    for (scroll, first, position) in [(0, 0, "1-19/40"), (5, 5, "6-24/40"), (999, 21, "22-40/40")] {
        let (terminal, Drawn { viewport: shown, .. }) = drawn(&page, THEMES[2], scroll, (80, 24));
        let text = text(terminal.backend().buffer());
        assert_eq!((shown.first, last_scroll(shown)), (first, 21));
        assert_eq!(text[3], format!("  line {}", first + 1));
        assert!(text[22].ends_with(position), "{}", text[22]);
    }
    let (terminal, _) = drawn(&page, THEMES[2], 999, (80, 24));
    assert_eq!(text(terminal.backend().buffer())[21], "  line 40");
}

#[test]
fn the_selected_entry_stays_in_view() {
    let long = "which is too long to stand behind its title";
    let choice = |n: usize| Choice { title: format!("choice {n}"), detail: long.into() };
    for at in 0..30 {
        let items = (0..30).map(choice).collect();
        let page = samples::page("3 FIX", StepName::Fix, vec![Block::Choices { items, selected: at }]);
        for scroll in [0, 10, 99] {
            let (terminal, _) = drawn(&page, THEMES[0], scroll, (40, 12));
            let text = text(terminal.backend().buffer());
            let here = text.iter().position(|line| line.starts_with(" >")).unwrap();
            assert!(text[here].ends_with(&format!("choice {at}")), "{}", text[here]);
            assert!(text[here + 2].ends_with("behind its title"), "{text:?}");
        }
    }
}

#[test]
fn details_are_placed_after_titles_if_all_of_them_fit() {
    let choice = |more: &str| Choice { title: "title".into(), detail: more.into() };
    for (more, want) in
        [("short", ["title  short", "title  a"]), (&"long ".repeat(8), ["title", "long long"])]
    {
        let items = vec![choice(more.trim()), choice("a")];
        let page = samples::page("3 FIX", StepName::Fix, vec![Block::Choices { items, selected: 0 }]);
        let (terminal, _) = drawn(&page, THEMES[0], 0, (40, 12));
        let text = text(terminal.backend().buffer());
        assert!(text[1].ends_with(want[0]) && text[2].contains(want[1]), "{text:?}");
    }
}

#[test]
fn the_code_line_being_typed_is_in_view() {
    let rows = vec![CodeRow { typed: "ABC".into(), mark: Some(Mark::Bad), remark: "wrong".into() }; 7];
    for line in 0..7 {
        let block = Block::Code { rows: rows.clone(), cursor: Some((line, 3)) };
        let page = samples::page("6 CODE", StepName::Code, vec![Block::Gap, block]);
        let (terminal, Drawn { focus: Focus { place: at, shown }, .. }) =
            drawn(&page, THEMES[0], 0, (40, 12));
        assert!(shown);
        assert_eq!(at.x, 1 + 3 + 3);
        let text = text(terminal.backend().buffer());
        assert!(text[usize::from(at.y)].starts_with(&format!(" {}  ABC", line + 1)), "{text:?}");
    }
}

#[test]
fn a_small_screen_drops_labels_and_the_product_but_no_key() {
    let mut page = samples::inspect();
    page.practice = Some("Practice: nothing is kept".into());
    page.product = "A Rather Long Name of a Product, Server Edition 10".into();
    let (terminal, _) = drawn(&page, THEMES[0], 0, (40, 12));
    let lines = text(terminal.backend().buffer());
    assert_eq!(lines[0], "  Practice: nothing is kept   2 INSPECT");
    // On a small screen there is a second row, with the position at its end.
    assert_eq!(lines[10], " Enter fix   r read again   d details");
    assert!(lines[11].starts_with(" ? help   q quit  "), "{}", lines[11]);
    // If two rows are too few, labels go, but no keys; the first key, help and quit keep their labels.
    for key in ["a", "t", "v", "c", "Esc"] {
        page.hints
            .insert(1, crate::page::Hint { key: key.into(), label: "what it does".into(), priority: false });
    }
    for size in [(40, 12), (60, 20)] {
        let lines = text(drawn(&page, THEMES[0], 0, size).0.backend().buffer());
        let bar = lines[lines.len() - 2..].join(" ");
        for key in ["Enter fix", " a", " t", " v", " c", " Esc", " r", " d", "? help", "q quit"] {
            assert!(bar.contains(key), "{key}: {bar}");
        }
    }
    let (terminal, _) = drawn(&page, THEMES[0], 0, (80, 24));
    let line = &text(terminal.backend().buffer())[0];
    assert!(line.starts_with(" Countersign - A Rather Long Name of ..."), "{line}");
    assert!(line.contains("Practice: nothing is kept") && line.ends_with("2 INSPECT"), "{line}");
}

#[test]
fn a_command_is_never_shortened() {
    let command = "tool --serial \"BR80G1234567\"  --model 'X570 Phantom Gaming 4' ".repeat(3);
    let page = samples::page("3 FIX", StepName::Fix, vec![Block::Command(command.clone())]);
    let (terminal, _) = drawn(&page, THEMES[0], 0, (40, 12));
    let buffer = terminal.backend().buffer();
    let mut whole = String::new();
    for y in 1..10 {
        whole.extend((5..39).map(|x| buffer[(x, y)].symbol()));
    }
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&whole), words(&command));
}

#[test]
fn a_qr_too_large_names_a_size_at_which_it_fits() {
    let page = samples::request();
    for (theme, sizes) in [
        (THEMES[0], [(60, 20), (40, 12), (80, 23), (200, 23)]),
        (THEMES[2], [(80, 24), (40, 12), (89, 60), (200, 40)]),
    ] {
        for size in sizes {
            let (terminal, _) = drawn(&page, theme, 0, size);
            let all = text(terminal.backend().buffer()).join(" ");
            let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
            let (_, rest) = all.split_once("The QR needs a terminal of ").expect(&all);
            let (need, rest) = rest.split_once(';').unwrap();
            assert!(rest.contains(&format!("yours is {}x{}.", size.0, size.1)), "{rest}");
            let (columns, rows) = need.split_once('x').unwrap();
            let need: (u16, u16) = (columns.parse().unwrap(), rows.parse().unwrap());
            assert!(need.0 > size.0 || need.1 > size.1);
            for larger in [need, (need.0.max(size.0), need.1.max(size.1))] {
                let (terminal, _) = drawn(&page, theme, 0, larger);
                assert!(!text(terminal.backend().buffer()).join(" ").contains("The QR needs"), "{larger:?}");
            }
        }
    }
}

#[test]
fn words_are_placed_beside_a_symbol_if_a_status_line_still_fits() {
    let mut page = samples::request();
    page.blocks.retain(|block| !matches!(block, Block::Qr { .. }));
    let url = format!("HTTPS://DESK.EXAMPLE/R/{}", "A".repeat(120));
    page.blocks.insert(0, samples::qr(url, "Scan this."));
    for rows in [22, 23, 24] {
        let (terminal, Drawn { viewport: shown, .. }) = drawn(&page, THEMES[0], 0, (80, rows));
        let all = text(terminal.backend().buffer()).join("\n");
        assert!(all.contains("The desk will accept it.") && last_scroll(shown) == 0, "{rows} rows:\n{all}");
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,60}",
        "[联想北京，。a-z ]{0,40}",
        any::<String>(),
        Just("e\u{301}👩‍👩‍👧\u{200b}\u{1b}[2J\u{7}\t\n".to_owned()),
    ]
}

fn tone() -> impl Strategy<Value = Tone> {
    proptest::sample::select(vec![Tone::Plain, Tone::Strong, Tone::Good, Tone::Warn, Tone::Bad, Tone::Dim])
}

fn mark() -> impl Strategy<Value = Mark> {
    proptest::sample::select(vec![Mark::Good, Mark::Bad, Mark::Warn, Mark::Unknown])
}

fn block() -> impl Strategy<Value = Block> {
    let row = (word(), word(), mark(), word()).prop_map(|(name, value, mark, verdict)| FieldRow {
        name,
        value,
        mark,
        verdict,
    });
    let choice = (word(), word()).prop_map(|(title, detail)| Choice { title, detail });
    let code = (word(), proptest::option::of(mark()), word()).prop_map(|(typed, mark, remark)| CodeRow {
        typed,
        mark,
        remark,
    });
    let many = 0..12usize;
    prop_oneof![
        (tone(), word()).prop_map(|(tone, text)| Block::Paragraph(tone, text)),
        word().prop_map(Block::Progress),
        Just(Block::Gap),
        proptest::collection::vec(row, many.clone()).prop_map(Block::Fields),
        (proptest::collection::vec(choice, many.clone()), 0..15usize)
            .prop_map(|(items, at)| Block::Choices { items, selected: at }),
        (1..40usize, proptest::collection::vec(word(), many.clone()))
            .prop_map(|(first, steps)| Block::Steps { first, steps }),
        word().prop_map(Block::Command),
        proptest::collection::vec(word(), many.clone()).prop_map(Block::Verbatim),
        (word(), word(), proptest::option::of(0..90usize)).prop_map(|(label, value, cursor)| Block::Input {
            label,
            value,
            cursor
        }),
        (proptest::collection::vec(code, many), proptest::option::of((0..15usize, 0..30usize)))
            .prop_map(|(rows, cursor)| Block::Code { rows, cursor }),
        (
            prop_oneof!["[A-Z0-9:/]{0,300}", word()],
            word(),
            word(),
            proptest::sample::select(samples::looks()),
            proptest::sample::select(vec![Lang::En, Lang::Zh])
        )
            .prop_map(|(url, lead, keys, look, lang)| Block::Qr { url, lead, keys, look, lang }),
    ]
}

pub fn any_page() -> impl Strategy<Value = Page> {
    let stage = proptest::sample::select(vec![Stage::Past, Stage::Here, Stage::Ahead]);
    let rail = (word(), stage).prop_map(|(text, stage)| RailItem { text, stage });
    let hint =
        (word(), word(), any::<bool>()).prop_map(|(key, label, first)| Hint { key, label, priority: first });
    (
        (word(), word(), proptest::option::of(word())),
        proptest::collection::vec(rail, 0..9),
        proptest::collection::vec(block(), 0..8),
        proptest::option::of((tone(), word())),
        proptest::collection::vec(hint, 0..8),
    )
        .prop_map(|((product, title, practice), rail, blocks, notice, hints)| Page {
            lang: Lang::En,
            product,
            step: StepName::Inspect,
            title,
            rail,
            practice,
            manual_scroll: false,
            blocks,
            notice,
            hints,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_page_is_drawn_at_any_size_without_a_panic(
        page in any_page(),
        theme in proptest::sample::select(THEMES.to_vec()),
        width in 0u16..200,
        height in 0u16..80,
        scroll in 0u16..100,
    ) {
        let (terminal, Drawn { viewport: shown, focus }) = drawn(&page, theme, scroll, (width, height));
        prop_assert!(shown.first <= shown.total);
        let within = focus.place.x < width.max(1) && focus.place.y < height.max(1);
        prop_assert!(within, "the focus is not on the screen: {:?}", focus);
        for cell in &terminal.backend().buffer().content {
            prop_assert!(!cell.symbol().contains(char::is_control));
        }
    }
}
