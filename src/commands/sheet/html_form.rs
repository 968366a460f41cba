//! The sheet as one HTML page that prints on A4 and Letter: black on white. The page loads nothing.
//!
//! Every text goes through [`escaped`].

use countersign_core::lang::Lang;
use countersign_core::protocol::qr;
use countersign_core::text::Line;

use super::{Item, Section, Sheet};
use crate::text::SheetLine as L;

/// Modules of the quiet zone (ISO/IEC 18004).
const QUIET: usize = 4;

/// The style sheet for paper and screens.
const STYLE: &str = "@page{margin:10mm 14mm}\
*{box-sizing:border-box}\
body{margin:0 auto;max-width:184mm;background:#fff;color:#000;\
font:10pt/1.35 'Noto Sans','DejaVu Sans','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',Arial,sans-serif}\
@media screen{body{padding:4mm 0}}\
h1{font-size:15pt;margin:0 0 2mm;padding-bottom:1mm;border-bottom:.6mm solid #000}\
h2{font-size:11pt;margin:3mm 0 1mm;border-bottom:.2mm solid #000;break-after:avoid}\
h3{font-size:10pt;margin:3mm 0 0;break-after:avoid}\
p{margin:.5mm 0}\
.request{display:flex;gap:6mm;align-items:flex-start;break-inside:avoid}\
.request svg{width:62mm;height:62mm;flex:none}\
dl{margin:0;min-width:0}\
dt{font-size:8.5pt}\
dd{margin:0 0 1.5mm;font-weight:bold;overflow-wrap:anywhere}\
pre,.mono{font-family:'Noto Sans Mono','DejaVu Sans Mono','Liberation Mono',Consolas,monospace}\
pre{margin:1mm 0 1mm 8mm;font-size:8.5pt;white-space:pre-wrap;overflow-wrap:anywhere;break-inside:avoid}\
.step{margin-left:8mm;text-indent:-6mm}\
.caution{margin-left:6mm;border-left:.8mm solid #000;padding-left:2mm}\
table{border-collapse:collapse}\
.fields td{padding:.4mm 5mm .4mm 0;vertical-align:top;overflow-wrap:anywhere}\
.code{break-inside:avoid}\
.room td{width:6.6mm;height:7.2mm;border:.25mm solid #000;padding:0}\
.room .gap{width:3mm;border:0}\
.room th{width:8mm;font-weight:normal;text-align:left}";

/// The sheet as HTML.
pub(super) fn html(sheet: &Sheet) -> String {
    let lang = if sheet.lang == Lang::Zh { "zh-CN" } else { "en" };
    let title = escaped(&sheet.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    out.push_str(&request(sheet));
    for section in &sheet.sections {
        out.push_str(&self::section(section));
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// The QR, the facts beside it, and the text form.
fn request(sheet: &Sheet) -> String {
    let facts: String = sheet
        .facts
        .iter()
        .map(|(label, value)| format!("<dt>{}</dt><dd>{}</dd>\n", escaped(label), escaped(value)))
        .collect();
    let svg = sheet.request.as_ref().and_then(|request| symbol(&request.url)).unwrap_or_default();
    let mut out = format!("<div class=\"request\">\n{svg}<dl>\n{facts}</dl>\n</div>\n");
    if let Some(request) = &sheet.request {
        out.push_str(&element("p", "", L::RequestLead.say(sheet.lang)));
        out.push_str(&element("pre", "", &request.text.join("\n")));
    }
    out
}

fn section(section: &Section) -> String {
    let with_room = section.items.iter().any(|item| matches!(item, Item::CodeRoom));
    let mut out = format!("<section{}>\n", if with_room { " class=\"code\"" } else { "" });
    out.push_str(&element("h2", "", section.title));
    let fields: String = section.items.iter().filter_map(field).collect();
    if !fields.is_empty() {
        out.push_str(&format!("<table class=\"fields\">\n{fields}</table>\n"));
    }
    out.extend(section.items.iter().map(item));
    out.push_str("</section>\n");
    out
}

fn field(item: &Item) -> Option<String> {
    let Item::Field(row) = item else { return None };
    let cell = |class: &str, text: &str| element("td", class, text).trim_end().to_owned();
    let (name, value, verdict) = (cell("", &row.name), cell("mono", &row.value), cell("", &row.verdict));
    Some(format!("<tr>{name}{value}{verdict}</tr>\n"))
}

fn item(item: &Item) -> String {
    match item {
        Item::Text(text) => element("p", "", text),
        Item::Heading(text) => element("h3", "", text),
        Item::Caution(text) => element("p", "caution", text),
        Item::Step(number, text) => element("p", "step", &format!("{number}. {text}")),
        Item::Command(command) => element("pre", "", command),
        Item::Field(_) => String::new(),
        Item::CodeRoom => code_room(),
    }
}

/// Seven lines of boxes, in groups of five.
fn code_room() -> String {
    let group = "<td></td>".repeat(5);
    let groups = vec![group; 4].join("<td class=\"gap\"></td>");
    let line = |number: usize| format!("<tr><th>{number}</th>{groups}</tr>\n");
    format!("<table class=\"room\">\n{}</table>\n", (1..=7).map(line).collect::<String>())
}

/// The QR as SVG: one path, a run of dark modules after the other.
fn symbol(url: &str) -> Option<String> {
    let symbol = qr::qr(url).ok()?;
    let side = symbol.size + 2 * QUIET;
    let dark = |x, y| symbol.is_dark(x, y, (QUIET, QUIET));
    let mut path = String::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let run = (x..side).take_while(|&at| dark(at, y)).count();
            if run > 0 {
                path.push_str(&format!("M{x} {y}h{run}v1h-{run}z"));
            }
            x += run.max(1);
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" role=\"img\" \
         aria-label=\"QR\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>\n"
    ))
}

/// An element with a text.
fn element(name: &str, class: &str, text: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<{name}{class}>{}</{name}>\n", escaped(text))
}

/// The text, escaped for HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
