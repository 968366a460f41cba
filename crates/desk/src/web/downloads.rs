//! The addresses of links to the program: `/d/CODE` shows what the link gives, as a page or as plain text, and `/d/CODE/PROCESSOR` is the
//! archive. Only GET is allowed. A download counts when the desk hands its last piece to the connection.
//!
//! The desk sends the archive in pieces. It reads each piece from the database when the client has taken the piece before.
//! Guesses of codes are limited like guesses of license numbers.

use std::collections::HashMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use sha2::{Digest as _, Sha256};

use super::connections::{Connection, Connections};
use super::download_page as page;
use super::error::{LinkOver, WebError};
use super::lang::AnswerLang;
use super::layout::{LanguageSwitch, Layout};
use super::routes::Routes;
use super::source::Source;
use super::state::DeskState;
use crate::access::Access;
use crate::dates::now;
use crate::downloads::archive::Archive;
use crate::downloads::{Build, DownloadLink, LinkCode, LinkState, PIECE_BYTES, Processor, choose};
use crate::text::DownloadSentence;
use crate::text::downloads::readme;
use countersign_core::profile::Profile;
use countersign_ledger::StoreError;

/// How many checksums of archives are cached.
const MOST_CHECKSUMS: usize = 256;

/// The downloads of this process: those under way, and the checksums of archives that it has computed.
pub struct Downloads {
    under_way: Connections,
    checksums: Mutex<HashMap<[u8; 32], [u8; 32]>>,
}

impl Default for Downloads {
    fn default() -> Self {
        Self { under_way: Connections::of_downloads(), checksums: Mutex::default() }
    }
}

/// What a link gives for one processor.
pub(super) struct Offer {
    pub(super) build: Build,
    pub(super) archive: Archive,
}

/// A link that gives something, and the newest profile of its product.
struct Found {
    link: DownloadLink,
    profile: Profile,
    /// The text of the profile.
    text: String,
}

/// The routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/d/{code}", Access::Anyone, show)
        .get("/D/{code}", Access::Anyone, show)
        .get("/d/{code}/{processor}", Access::Anyone, download)
        .get("/D/{code}/{processor}", Access::Anyone, download)
}

/// Whether a path is that of a link.
pub(super) fn is_link(path: &str) -> bool {
    path.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("/d/"))
}

/// Whether a client is a browser: browsers accept HTML by name, and programs such as curl and wget accept anything.
pub(super) fn is_browser(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("text/html")
    })
}

async fn show(
    State(desk): State<DeskState>,
    AnswerLang(lang): AnswerLang,
    source: Source,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let found = find(&desk, source, &code).await?;
    let mut offers = Vec::new();
    for offer in offers_of(&desk, &found).await? {
        let checksum = checksum(&desk, &offer).await?;
        offers.push((offer, checksum));
    }
    let Found { link, profile, .. } = &found;
    if !is_browser(&headers) {
        return Ok(page::text(lang, link, profile, &offers).into_response());
    }
    let title = DownloadSentence::Title { product: &profile.name }.say(lang);
    let content = page::page(lang, &title, link, profile, &offers);
    let switch = LanguageSwitch::SameAddress;
    Ok(Layout { lang, site: &profile.name, title: &title, switch, nav: None }.page(&content).into_response())
}

async fn download(
    State(desk): State<DeskState>,
    source: Source,
    Path((code, processor)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let found = find(&desk, source, &code).await?;
    let processor = Processor::from_name(&processor).ok_or(WebError::BuildNone)?;
    let offers = offers_of(&desk, &found).await?;
    let offer = offers.into_iter().find(|one| one.build.processor == processor);
    let offer = offer.ok_or(WebError::BuildNone)?;
    let under_way = desk.downloads().under_way.open(source.0).ok_or(WebError::Busy)?;
    let headers = [
        (CONTENT_TYPE, "application/x-tar".to_owned()),
        (CONTENT_LENGTH, offer.archive.size().to_string()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", offer.archive.file_name)),
    ];
    Ok((headers, body(desk, found.link.code, offer, under_way)).into_response())
}

/// Finds the link with a typed code. Refuses a code that is unknown, and a link that gives nothing any more.
async fn find(desk: &DeskState, source: Source, typed: &str) -> Result<Found, WebError> {
    let limits = desk.limits();
    limits.check_guesses(source.0)?;
    let link = match LinkCode::read(typed) {
        Some(code) => desk.store().download_link(&code).await?,
        None => None,
    };
    let Some(link) = link else {
        if limits.too_many_unknown() {
            return Err(limits.refuse_unknown(source.0));
        }
        limits.count_unknown(source.0);
        return Err(WebError::LinkUnknown);
    };
    match link.state(now()) {
        LinkState::Valid => {}
        LinkState::Expired => return Err(WebError::LinkOver(LinkOver::Expired)),
        LinkState::Revoked => return Err(WebError::LinkOver(LinkOver::Revoked)),
        LinkState::UsedUp => return Err(WebError::LinkOver(LinkOver::UsedUp)),
    }
    let profiles = desk.data().published.profiles;
    let profile = profiles.newest_of(&link.product).ok_or(WebError::BuildNone)?.clone();
    let text = profiles.published(profile.id).map(|published| published.text.clone()).unwrap_or_default();
    Ok(Found { link, profile, text })
}

/// What a link gives: one archive per processor.
async fn offers_of(desk: &DeskState, found: &Found) -> Result<Vec<Offer>, WebError> {
    let Found { profile, text, .. } = found;
    let builds = desk.store().builds().await?;
    let mut offers = Vec::new();
    for build in choose(&builds, &profile.product, profile.policy.older_binding) {
        let readme = readme(&profile.name, profile.hotline.as_deref(), &build.version, build.processor);
        let archive = Archive::new(build, &profile.product, text, &readme).map_err(|error| {
            tracing::error!(%error, build = build.id, "no archive can be made");
            WebError::Fault
        })?;
        offers.push(Offer { build: build.clone(), archive });
    }
    if offers.is_empty() { Err(WebError::BuildNone) } else { Ok(offers) }
}

/// The SHA-256 checksum of an archive. The first caller waits until the whole archive is read; later callers get the cached checksum.
async fn checksum(desk: &DeskState, offer: &Offer) -> Result<[u8; 32], WebError> {
    let Offer { build, archive } = offer;
    // The head determines everything in the archive other than the program, and the digest identifies the program.
    let key = Sha256::new().chain_update(build.sha256).chain_update(&archive.head).finalize().into();
    let checksums = &desk.downloads().checksums;
    if let Some(known) = checksums.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Ok(*known);
    }
    let mut hasher = Sha256::new_with_prefix(&archive.head);
    for piece in 0..pieces(build) {
        hasher.update(read_piece(desk, build, piece).await?);
    }
    let sum = hasher.chain_update(&archive.tail).finalize().into();
    let mut known = checksums.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= MOST_CHECKSUMS {
        known.clear();
    }
    known.insert(key, sum);
    Ok(sum)
}

/// How many pieces a build has.
const fn pieces(build: &Build) -> u64 {
    build.size.div_ceil(PIECE_BYTES as u64)
}

async fn read_piece(desk: &DeskState, build: &Build, piece: u64) -> Result<Vec<u8>, StoreError> {
    let begin = piece * PIECE_BYTES as u64;
    let length = build.size.saturating_sub(begin).min(PIECE_BYTES as u64);
    let bytes = desk.store().build_piece(build, piece).await?;
    let whole = bytes.filter(|bytes| bytes.len() as u64 == length);
    whole.ok_or_else(|| StoreError::Damaged(format!("build {} has no piece {piece}", build.id)))
}

/// The part of the archive that is sent next.
enum Position {
    Head,
    Piece(u64),
    End,
}

/// A download under way.
struct Transfer {
    desk: DeskState,
    code: LinkCode,
    offer: Offer,
    _under_way: Connection,
}

impl Transfer {
    /// Returns the next part of the archive, and the position of the part after it.
    async fn next(&mut self, position: Position) -> io::Result<Option<(Vec<u8>, Position)>> {
        let build = &self.offer.build;
        match position {
            Position::Head => Ok(Some((std::mem::take(&mut self.offer.archive.head), Position::Piece(0)))),
            Position::Piece(piece) => {
                let mut bytes = read_piece(&self.desk, build, piece).await.map_err(io::Error::other)?;
                if piece + 1 < pieces(build) {
                    return Ok(Some((bytes, Position::Piece(piece + 1))));
                }
                bytes.extend_from_slice(&self.offer.archive.tail);
                // The download is counted before its last part is sent, so that no complete download goes uncounted.
                let counted = self.desk.store().count_download(&self.code, build, now()).await;
                match counted.map_err(io::Error::other)? {
                    true => Ok(Some((bytes, Position::End))),
                    false => Err(io::Error::other("the link gives nothing any more")),
                }
            }
            Position::End => Ok(None),
        }
    }
}

/// An archive as a body that is read while it is sent. If a read fails midway, the desk cuts the connection, so that no client
/// takes a part for the whole archive.
fn body(desk: DeskState, code: LinkCode, offer: Offer, under_way: Connection) -> Body {
    let transfer = Transfer { desk, code, offer, _under_way: under_way };
    Body::from_stream(stream::try_unfold((transfer, Position::Head), |(mut transfer, position)| async move {
        let next = transfer.next(position).await.inspect_err(|error| {
            tracing::warn!(%error, build = transfer.offer.build.id, "a download broke off");
        })?;
        Ok::<_, io::Error>(next.map(|(bytes, position)| (bytes, (transfer, position))))
    }))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn browsers_are_distinguished_from_programs() {
        let asks = |accept: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(accept) = accept {
                headers.insert(ACCEPT, HeaderValue::from_static(accept));
            }
            is_browser(&headers)
        };
        assert!(asks(Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")));
        assert!(asks(Some("image/png, Text/HTML;level=1")));
        for program in [None, Some("*/*"), Some("application/json"), Some("text/plain")] {
            assert!(!asks(program), "{program:?}");
        }
    }

    #[test]
    fn links_are_recognised_by_their_path() {
        assert!(is_link("/d/abc") && is_link("/D/abc/x86_64"));
        assert!(!is_link("/d") && !is_link("/R/d/") && !is_link("/\u{e9}/"));
    }
}
