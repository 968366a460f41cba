//! What a link to the program shows: a page for browsers, and plain text for a machine that has only a terminal.

use std::fmt::Write as _;

use data_encoding::HEXLOWER;
use maud::{Markup, html};

use super::downloads::Offer;
use super::phone_page::hotline_notice;
use crate::downloads::archive::{CHECKSUMS, PROGRAM};
use crate::downloads::{DownloadLink, Signature};
use crate::text::downloads::size;
use crate::text::{DownloadLine as L, DownloadSentence, PhoneLine};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::{Lang, Line as _, labelled};

/// The longest signature that is shown, in bytes.
const MAX_SHOWN: usize = 4 * 1024;

/// An archive with its checksum.
type Summed = (Offer, [u8; 32]);

/// The page of a link.
pub(super) fn page(
    lang: Lang,
    title: &str,
    link: &DownloadLink,
    profile: &Profile,
    offers: &[Summed],
) -> Markup {
    let address = address(link, profile);
    html! {
        h1 { (title) }
        p { (L::WhichProcessor.say(lang)) }
        @for (offer, sum) in offers { (processor(lang, link, &address, offer, sum)) }
        section {
            h2 { (L::ThenTitle.say(lang)) }
            p { (L::ThenLead.say(lang)) }
            @for (offer, _) in offers.iter().take(1) { pre { (then(&offer.archive.folder, &format!("{}-*.tar", offer.archive.folder))) } }
            p.quiet { (L::NothingElse.say(lang)) }
        }
        p.quiet { (DownloadSentence::GoodUntilTime { until: &moment_at(link.expires) }.say(lang)) }
        (hotline_notice(lang, profile.hotline.as_deref()))
    }
}

/// What a link gives for one processor.
fn processor(lang: Lang, link: &DownloadLink, address: &str, offer: &Offer, sum: &[u8; 32]) -> Markup {
    let Offer { build, archive } = offer;
    let name = build.processor.name();
    html! {
        section {
            h2 { (name) " " span.quiet { (L::of_processor(build.processor).say(lang)) } }
            p { a.button href={ (link.code.path()) "/" (name) } { (L::Button.say(lang)) " " (name) } }
            dl.facts {
                (fact(L::Archive.say(lang), &archive.file_name))
                (fact(L::Version.say(lang), &build.version))
                (fact(L::Size.say(lang), &size(lang, archive.size())))
                (fact(L::ArchiveSum.say(lang), &HEXLOWER.encode(sum)))
                (fact(L::ProgramSum.say(lang), &HEXLOWER.encode(&build.sha256)))
            }
            @if let Some(signature) = &build.signature {
                details {
                    summary { (labelled(lang, L::Signature.say(lang), &signature.name)) }
                    pre { (shown(lang, signature)) }
                }
            }
            details {
                summary { (L::ByCommand.say(lang)) }
                pre { (commands(address, name).join(" ||\n")) "\n" (then(&archive.folder, name)) }
            }
        }
    }
}

fn fact(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// Like `page`, as plain text for curl and wget. Every line that isn't a command fits 80 columns.
pub(super) fn text(lang: Lang, link: &DownloadLink, profile: &Profile, offers: &[Summed]) -> String {
    let address = address(link, profile);
    let mut out = DownloadSentence::Title { product: &profile.name }.say(lang) + "\n";
    let label = |out: &mut String, line: L| {
        let _ = writeln!(out, "{}", labelled(lang, line.say(lang), "").trim_end());
    };
    for (Offer { build, archive }, sum) in offers {
        let name = build.processor.name();
        let version = labelled(lang, L::Version.say(lang), &build.version);
        let _ = writeln!(out, "\n{name} - {version}, {}", size(lang, archive.size()));
        for command in commands(&address, name) {
            let _ = writeln!(out, "  {command}");
        }
        for (line, sum) in [(L::ArchiveSum, sum), (L::ProgramSum, &build.sha256)] {
            label(&mut out, line);
            let _ = writeln!(out, "  {}", HEXLOWER.encode(sum));
        }
        if let Some(signature) = &build.signature {
            let _ = writeln!(out, "{}", labelled(lang, L::Signature.say(lang), &signature.name));
        }
        label(&mut out, L::ThenTitle);
        for command in then(&archive.folder, name).lines() {
            let _ = writeln!(out, "  {command}");
        }
    }
    let _ =
        write!(out, "\n{}\n", DownloadSentence::GoodUntilTime { until: &moment_at(link.expires) }.say(lang));
    if let Some(hotline) = &profile.hotline {
        let _ = writeln!(out, "{}", labelled(lang, PhoneLine::Hotline.say(lang), hotline));
    }
    out
}

/// The address of a link, at the host that the profile names.
fn address(link: &DownloadLink, profile: &Profile) -> String {
    format!("https://{}", link.address(&profile.desk))
}

/// The commands that download an archive.
fn commands(address: &str, processor: &str) -> [String; 2] {
    [format!("curl -fLO {address}/{processor}"), format!("wget {address}/{processor}")]
}

/// The commands that check, unpack and start a downloaded archive.
fn then(folder: &str, file: &str) -> String {
    format!("sha256sum {file}\ntar xf {file}\ncd {folder}\nsha256sum -c {CHECKSUMS}\n./{PROGRAM}")
}

/// A signature if it is short, printable text; otherwise the sentence that says it can't be shown.
fn shown(lang: Lang, signature: &Signature) -> &str {
    let text = std::str::from_utf8(&signature.bytes).ok().filter(|text| {
        let is_shown = |c: char| c.is_ascii_graphic() || matches!(c, ' ' | '\n' | '\r');
        text.len() <= MAX_SHOWN && text.chars().all(is_shown)
    });
    text.unwrap_or_else(|| L::SignatureUnreadable.say(lang))
}
