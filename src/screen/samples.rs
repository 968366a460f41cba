//! Sample pages for the tests, and how to draw them.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::{Colour, Drawn, Glyphs, Theme, render};
use crate::page::{Block, Choice, CodeRow, FieldRow, Hint, Mark, Page, RailItem, Stage, Tone};
use crate::wizard::{QrColours, QrDrawing, QrLook, QrRoom, Viewport};
use countersign_core::step::StepName;
use countersign_core::text::Lang;

pub const THEMES: [Theme; 9] = [
    Theme { colour: Colour::Eight, glyphs: Glyphs::Unicode },
    Theme { colour: Colour::Eight, glyphs: Glyphs::Console },
    Theme { colour: Colour::Eight, glyphs: Glyphs::Ascii },
    Theme { colour: Colour::Mono, glyphs: Glyphs::Unicode },
    Theme { colour: Colour::Mono, glyphs: Glyphs::Console },
    Theme { colour: Colour::Mono, glyphs: Glyphs::Ascii },
    Theme { colour: Colour::Unwanted, glyphs: Glyphs::Unicode },
    Theme { colour: Colour::Unwanted, glyphs: Glyphs::Console },
    Theme { colour: Colour::Unwanted, glyphs: Glyphs::Ascii },
];

pub fn page(title: &str, step: StepName, blocks: Vec<Block>) -> Page {
    let names = ["Welcome", "Inspect", "Fix", "Route", "Request", "Code", "Keep"];
    let (past, rest) = names.split_at(step as usize - 1);
    let (here, ahead) = rest.split_at(1);
    let stages = [("Before", past, Stage::Past), ("Now", here, Stage::Here), ("Next", ahead, Stage::Ahead)];
    let rail = stages
        .into_iter()
        .filter(|(_, steps, _)| !steps.is_empty())
        .map(|(word, steps, stage)| RailItem { text: format!("{word}: {}.", steps.join(", ")), stage });
    let hints = [("Enter", "fix"), ("r", "read again"), ("d", "details"), ("?", "help"), ("q", "quit")];
    Page {
        lang: Lang::En,
        product: "Example OS 10".into(),
        step,
        title: title.into(),
        rail: rail.collect(),
        practice: None,
        manual_scroll: false,
        blocks,
        notice: None,
        hints: hints
            .iter()
            .map(|(key, label)| Hint {
                key: (*key).into(),
                label: (*label).into(),
                priority: *key == "?" || *key == "q",
            })
            .collect(),
    }
}

pub fn row(name: &str, value: &str, mark: Mark, verdict: &str) -> FieldRow {
    FieldRow { name: name.into(), value: value.into(), mark, verdict: verdict.into() }
}

pub fn inspect() -> Page {
    let rows = vec![
        row("Manufacturer", "ASRock", Mark::Good, "accepted"),
        row("Model", "(empty)", Mark::Bad, "MODEL-BLANK"),
        row("Serial", "To Be Filled By O.E.M.", Mark::Bad, "SERIAL-PLACEHOLDER"),
        row(
            "Board model",
            "X570 Phantom Gaming 4 / a rather long name for a board",
            Mark::Warn,
            "MODEL-SHARED",
        ),
        row("UUID", "", Mark::Unknown, "UUID-UNREADABLE"),
    ];
    let refused = "The desk will refuse this machine: 2 of 3 binding fields can't be used.";
    let board = "The board serial BR80G1234567 looks genuine, and is what Fix will suggest.";
    page(
        "2 INSPECT",
        StepName::Inspect,
        vec![
            Block::Fields(rows),
            Block::Gap,
            Block::Paragraph(Tone::Bad, refused.into()),
            Block::Paragraph(Tone::Plain, board.into()),
            Block::Paragraph(Tone::Good, "Keep: may write here.".into()),
            Block::Paragraph(Tone::Dim, "Read 2 minutes ago.".into()),
        ],
    )
}

pub fn fix() -> Page {
    let choice = |title: &str, more: &str| Choice { title: title.into(), detail: more.into() };
    let mut page = page(
        "3 FIX",
        StepName::Fix,
        vec![
            Block::Paragraph(Tone::Strong, "The serial is a placeholder.".into()),
            Block::Choices {
                items: vec![
                    choice("Write BR80G1234567", "The board's own serial, from the firmware's table 2."),
                    choice("Read again", "After a change in the firmware's setup."),
                    choice("Declare the serial on the label", ""),
                ],
                selected: 1,
            },
            Block::Gap,
            Block::Steps {
                first: 1,
                steps: vec![
                    "Boot the maker's DOS stick and wait for the prompt.".into(),
                    "Type the command below, whole, then start this machine again and come back here.".into(),
                ],
            },
            Block::Command(
                "AMIDEEFIx64.efi /SS \"BR80G1234567\" /SM \"ASRock\" /SP \"X570 Phantom Gaming 4\" /Q".into(),
            ),
            Block::Gap,
            Block::Verbatim(vec!["case C-10023".into(), "serial = \"To Be Filled By O.E.M.\"".into()]),
        ],
    );
    page.practice = Some("Practice: nothing is kept".into());
    page
}

pub fn welcome() -> Page {
    page(
        "1 WELCOME",
        StepName::Welcome,
        vec![
            Block::Paragraph(Tone::Plain, "欢迎使用。请输入证书上的许可号。".into()),
            Block::Gap,
            Block::Input {
                label: "许可号 (AA99999999999)".into(),
                value: "AA0322012".into(),
                cursor: Some(9),
            },
            Block::Paragraph(Tone::Warn, "4 characters are missing.".into()),
        ],
    )
}

pub fn code() -> Page {
    let line = |typed: &str, mark: Option<Mark>, word: &str| CodeRow {
        typed: typed.into(),
        mark,
        remark: word.into(),
    };
    let mut page = page(
        "6 CODE",
        StepName::Code,
        vec![Block::Code {
            rows: vec![
                line("0123456789ABCDEFGHJK", Some(Mark::Good), "right"),
                line("MNPQRSTVWXYZ01234567", Some(Mark::Warn), "mended: 8 for B"),
                line("89ABCDEFGHJKMNPQRSTVWX", Some(Mark::Bad), "2 characters too many"),
                line("0123456", None, ""),
                line("", None, ""),
                line("", None, ""),
                line("", None, ""),
            ],
            cursor: Some((3, 7)),
        }],
    );
    page.notice = Some((Tone::Warn, "Look again at line 3.".into()));
    page
}

/// An address as long as that of a full request.
pub fn url() -> String {
    let data: String = (0..164)
        .map(|i: usize| char::from(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"[(i * i + 7 * i) % 32]))
        .collect();
    format!("HTTPS://DESK.EXAMPLE.ORG/R/{data}")
}

pub fn qr(url: String, lead: &str) -> Block {
    Block::Qr {
        url,
        lead: lead.into(),
        keys: "i inverts it.".into(),
        look: QrLook::default(),
        lang: Lang::En,
    }
}

/// Every way to draw a QR.
pub fn looks() -> Vec<QrLook> {
    let mut looks = Vec::new();
    for colours in [QrColours::DarkOnLight, QrColours::LightOnDark] {
        for drawing in [QrDrawing::Blocks, QrDrawing::Blanks] {
            for room in [QrRoom::WithWords, QrRoom::WholeScreen] {
                looks.push(QrLook { colours, drawing, room });
            }
        }
    }
    looks
}

/// The sample request with that look.
pub fn request_drawn(drawn: QrLook) -> Page {
    let mut page = request();
    for block in &mut page.blocks {
        if let Block::Qr { look, .. } = block {
            *look = drawn;
        }
    }
    page
}

pub fn request() -> Page {
    let mut page = page(
        "5 REQUEST",
        StepName::Request,
        vec![
            qr(url(), "Scan this with the phone's camera, or open the desk's page:"),
            Block::Command("HTTPS://DESK.EXAMPLE.ORG".into()),
            Block::Paragraph(Tone::Strong, "Request K7QM-2".into()),
            Block::Paragraph(Tone::Good, "The desk will accept it.".into()),
        ],
    );
    page.practice = Some("Practice: nothing is kept".into());
    page
}

pub fn all() -> Vec<(&'static str, Page)> {
    vec![
        ("welcome", welcome()),
        ("inspect", inspect()),
        ("fix", fix()),
        ("request", request()),
        ("code", code()),
    ]
}

/// Draws a page. Returns the terminal, for its buffer, and what is known of the page.
pub fn drawn(
    page: &Page,
    theme: Theme,
    scroll: u16,
    (width, height): (u16, u16),
) -> (Terminal<TestBackend>, Drawn) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let mut drawn = Drawn::default();
    terminal.draw(|frame| drawn = render(page, &theme, scroll, frame)).unwrap();
    (terminal, drawn)
}

/// The lines of a buffer, without trailing blanks.
pub fn text(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    (0..area.height)
        .map(|y| {
            let mut line = String::new();
            let mut x = 0;
            while x < area.width {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol)).unwrap().max(1);
            }
            line.trim_end().to_owned()
        })
        .collect()
}

/// One letter for each style: lower case for a colour, upper case for that colour in bold; `_` underlined, `~` dim,
/// `*` bold, `#` reversed, `%` the banner, `Q` black on white, `K` white on black.
pub fn letter(cell: &Cell) -> char {
    let has = |modifier| cell.modifier.contains(modifier);
    let colour = match (cell.fg, cell.bg) {
        (Color::Black, Color::White) if has(Modifier::REVERSED) => return 'K',
        (Color::White, Color::Black) => return 'K',
        (Color::Black, Color::White) => return 'Q',
        (Color::Black, Color::Yellow) => return '%',
        (Color::Reset, Color::Reset) => None,
        (Color::Red, _) => Some('r'),
        (Color::Green, _) => Some('g'),
        (Color::Yellow, _) => Some('y'),
        (Color::Magenta, _) => Some('m'),
        _ => Some('?'),
    };
    match colour {
        Some(letter) if has(Modifier::BOLD) => letter.to_ascii_uppercase(),
        Some(letter) => letter,
        None if has(Modifier::REVERSED) => '#',
        None if has(Modifier::BOLD | Modifier::UNDERLINED) => '=',
        None if has(Modifier::UNDERLINED) => '_',
        None if has(Modifier::BOLD) => '*',
        None if has(Modifier::DIM) => '~',
        None => ' ',
    }
}

/// The screen as text, then its styles by letter, then the cursor.
pub fn snapshot(page: &Page, theme: Theme, size: (u16, u16)) -> String {
    let (terminal, Drawn { viewport, focus }) = drawn(page, theme, 0, size);
    let buffer = terminal.backend().buffer();
    let mut out = format!("{}x{}\n", size.0, size.1);
    for line in text(buffer) {
        out.push_str(&format!("|{line}\n"));
    }
    out.push_str("styles\n");
    for y in 0..buffer.area.height {
        let letters: String = (0..buffer.area.width).map(|x| letter(&buffer[(x, y)])).collect();
        if !letters.trim().is_empty() {
            out.push_str(&format!("{y:2} {}\n", letters.trim_end()));
        }
    }
    let (look, at) = (if focus.shown { "shown" } else { "hidden" }, focus.place);
    let Viewport { first, rows, total } = viewport;
    out.push_str(&format!("cursor {look} at {}, {}\nlines {first}+{rows} of {total}\n", at.x, at.y));
    out
}
