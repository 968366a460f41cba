//! The answers of a bundle, as a response body that is written while the requests are decided.
//!
//! The desk doesn't store the body. A client that loses the connection sends the same bundle again: each request that was answered gets
//! the same answer.

use std::io::{self, Cursor};

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse as _, Response};
use futures_util::{Stream, StreamExt as _, stream};
use serde_json::Value;
use tokio::sync::OwnedSemaphorePermit;
use tracing::Instrument as _;

use super::error::WebError;
use super::state::DeskState;
use crate::bundles::{BundleEntry, EntryRefusal, NotABundle, WholeDigest, answer_line};
use countersign_core::bundle::{
    AnswerCounts, BundleEnd, BundleKind, BundleReader, BundleWriter, BundledRequest, LineError,
};
use countersign_core::text::Lang;
use countersign_ledger::{IncomingRequest, Requester};

/// The media type.
pub(super) const MEDIA_TYPE: &str = "application/x-ndjson";
/// How many requests of a bundle are answered at the same time. Their answers keep the order of the lines.
const AT_ONCE: usize = 16;
/// How many seconds a client waits before it retries, if the desk already answers as many bundles as the limit allows.
const WAIT_SECONDS: u64 = 30;

/// Who sent a bundle, and for which product.
#[derive(Clone)]
pub(super) struct BundleAsker {
    pub(super) requester: Requester,
    pub(super) lang: Lang,
    /// The only product whose requests are answered; `None` for all.
    pub(super) product: Option<String>,
}

impl BundleAsker {
    fn may_ask(&self, desk: &DeskState, request: &IncomingRequest) -> bool {
        let product = || desk.profile(request.head().profile_id).map(|profile| profile.product);
        self.product.is_none() || product() == self.product
    }
}

/// Why a bundle isn't answered.
pub(super) enum BundleRefusal {
    NotABundle(NotABundle),
    Desk(WebError),
}

/// A bundle that is read line by line.
type Reader = BundleReader<Cursor<Bytes>, BundledRequest>;

/// What the reader returns for a bundle, in order.
enum Piece {
    Line(u64, Result<BundledRequest, LineError>),
    End(BundleEnd),
}

/// Takes the permit to answer one bundle. A handler takes it before it receives the bundle, so that it bounds the bundles in memory.
///
/// # Errors
/// The desk already answers as many bundles as the limit allows.
pub(super) fn permit(desk: &DeskState) -> Result<OwnedSemaphorePermit, WebError> {
    desk.bundle_permit().ok_or(WebError::TooOften(WAIT_SECONDS))
}

/// Answers a bundle: a line for each of its lines, and the counts at the end. If the desk fails midway, it cuts the connection. The body
/// holds the permit: `connections` ends a response whose client takes nothing, and so gives the permit back.
pub(super) fn answer(
    desk: &DeskState,
    permit: OwnedSemaphorePermit,
    bundle: Bytes,
    asker: BundleAsker,
) -> Result<Response, BundleRefusal> {
    let of = WholeDigest::of(&bundle);
    let reader = BundleReader::open(Cursor::new(bundle), BundleKind::Requests).map_err(|error| {
        NotABundle::of(error).map_or(BundleRefusal::Desk(WebError::Fault), BundleRefusal::NotABundle)
    })?;
    let desk = desk.clone();
    let answers =
        stream::iter(pieces(reader)).map(move |piece| answer_piece(desk.clone(), asker.clone(), of, piece));
    let head = BundleWriter::begin(Vec::new(), BundleKind::Answers, Some(of.hex()));
    let lines = written(head, answers.buffered(AT_ONCE)).map(move |line| {
        let _while_it_is_answered = &permit;
        line
    });
    Ok(([(axum::http::header::CONTENT_TYPE, MEDIA_TYPE)], Body::from_stream(lines)).into_response())
}

fn pieces(mut reader: Reader) -> impl Iterator<Item = Piece> + Send {
    let mut ended = false;
    std::iter::from_fn(move || match reader.next() {
        Some((line, entry)) => Some(Piece::Line(line, entry)),
        None if ended => None,
        None => {
            ended = true;
            Some(Piece::End(reader.end()))
        }
    })
}

/// The answer to a piece.
enum Answered {
    Line(Value),
    End(BundleEnd),
}

async fn answer_piece(
    desk: DeskState,
    asker: BundleAsker,
    of: WholeDigest,
    piece: Piece,
) -> io::Result<Answered> {
    match piece {
        Piece::End(end) => Ok(Answered::End(end)),
        Piece::Line(line, entry) => {
            // An answer that has begun is finished, even if the client has disconnected.
            let answering = tokio::spawn(answer_entry(desk, asker, of, line, entry).in_current_span());
            answering.await.map_err(io::Error::other)?.map(Answered::Line)
        }
    }
}

async fn answer_entry(
    desk: DeskState,
    asker: BundleAsker,
    of: WholeDigest,
    line: u64,
    entry: Result<BundledRequest, LineError>,
) -> io::Result<Value> {
    let BundleEntry { line, host, request } =
        BundleEntry::read(line, entry, |profile, number| desk.pack(profile, number))?;
    let request = request.and_then(|request| {
        if asker.may_ask(&desk, &request) { Ok(request) } else { Err(EntryRefusal::ProductOther) }
    });
    let answer = match &request {
        Ok(request) => {
            let answered = desk.answer_of_bundle(request, asker.requester, of).await;
            Ok(answered.map_err(|error| {
                tracing::error!(code = error.code(), line, "a bundle isn't answered any further");
                io::Error::other(error.code())
            })?)
        }
        Err(refusal) => Err(refusal),
    };
    Ok(answer_line(line, host.as_deref(), answer.as_ref().map_err(|refusal| *refusal), asker.lang))
}

/// The lines of the body: the head, the answers, and the end with the counts.
fn written(
    head: io::Result<BundleWriter<Vec<u8>>>,
    answers: impl Stream<Item = io::Result<Answered>> + Send,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let mut counts = AnswerCounts::default();
    let mut entries = 0;
    let begun = head.map(BundleWriter::into_output).map(Bytes::from);
    let lines = answers.map(move |answered| {
        let mut writer = BundleWriter::go_on(Vec::new(), entries);
        match answered? {
            Answered::Line(answer) => {
                counts.count(answer["reason"].as_str());
                entries += 1;
                writer.entry(&answer)?;
                Ok(writer.into_output().into())
            }
            Answered::End(end) => {
                counts.cut_off = end == BundleEnd::CutOff;
                Ok(writer.end(Some(counts.clone()))?.into())
            }
        }
    });
    stream::once(std::future::ready(begun)).chain(lines)
}
