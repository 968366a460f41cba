//! Lists as files. The desk sends a file while it reads the list, so that a long list takes little memory.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;

use super::list_query::ListQuery;
use super::session::OfficeSession;
use super::{audit, cases, numbers, requests};
use crate::access::{Access, Permission};
use crate::dates::now;
use crate::list_export::{ExportFormat, ExportRow, Exporter};
use crate::sql::{
    ActFilter, CaseFilter, Cursor, ListPage, ListedCase, ListedLicense, NumberFilter, NumberOrder,
    OfficeRecord, RequestFilter, SqlStore, StoredAttempt, TimeOrder,
};
use crate::web::audit_events;
use crate::web::error::WebError;
use crate::web::routes::Routes;
use crate::web::state::DeskState;
use countersign_core::protocol::license::day_of;
use countersign_ledger::StoreError;

/// How many rows are read at once.
const PAGE: usize = 500;

pub(super) fn routes() -> Routes {
    Routes::new().get("/office/export/{file}", Access::Operator(Permission::ExportLists), export)
}

/// A list that is read page by page.
trait ExportedList: Clone + Send + Sync + 'static {
    type Row: ExportRow + Send;

    fn page(
        &self,
        store: &SqlStore,
        after: Option<&Cursor>,
    ) -> impl Future<Output = Result<ListPage<Self::Row>, StoreError>> + Send;
}

#[derive(Clone)]
struct Numbers(NumberFilter, NumberOrder);

impl ExportedList for Numbers {
    type Row = ListedLicense;

    async fn page(
        &self,
        store: &SqlStore,
        after: Option<&Cursor>,
    ) -> Result<ListPage<ListedLicense>, StoreError> {
        store.list_numbers(&self.0, self.1, after, PAGE, day_of(now())).await
    }
}

#[derive(Clone)]
struct Requests(RequestFilter, TimeOrder);

impl ExportedList for Requests {
    type Row = StoredAttempt;

    async fn page(
        &self,
        store: &SqlStore,
        after: Option<&Cursor>,
    ) -> Result<ListPage<StoredAttempt>, StoreError> {
        store.list_requests(&self.0, self.1, after, PAGE).await
    }
}

#[derive(Clone)]
struct Cases(CaseFilter, TimeOrder);

impl ExportedList for Cases {
    type Row = ListedCase;

    async fn page(
        &self,
        store: &SqlStore,
        after: Option<&Cursor>,
    ) -> Result<ListPage<ListedCase>, StoreError> {
        store.list_cases(&self.0, self.1, after, PAGE).await
    }
}

#[derive(Clone)]
struct Acts(ActFilter);

impl ExportedList for Acts {
    type Row = OfficeRecord;

    async fn page(
        &self,
        store: &SqlStore,
        after: Option<&Cursor>,
    ) -> Result<ListPage<OfficeRecord>, StoreError> {
        store.list_acts(&self.0, after, PAGE).await
    }
}

async fn export(
    session: OfficeSession,
    Path(file): Path<String>,
    query: ListQuery,
) -> Result<Response, WebError> {
    let (list, ending) = file.split_once('.').ok_or(WebError::NotFound)?;
    let format = ExportFormat::from_ending(ending).ok_or(WebError::NotFound)?;
    let desk = session.desk().clone();
    if !matches!(list, "numbers" | "requests" | "cases" | "audit") {
        return Err(WebError::NotFound);
    }
    audit_events::record(&desk, session.operator.as_str(), "list-exported", list).await?;
    let body = match list {
        "numbers" => {
            let (filter, order) = numbers::filter(&query);
            stream_list(desk, Numbers(filter, order), format)
        }
        "requests" => stream_list(desk, Requests(requests::filter(&query), query.order()), format),
        "cases" => stream_list(desk, Cases(cases::filter(&query), query.order()), format),
        _ => stream_list(desk, Acts(audit::filter(&query)), format),
    };
    let headers = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"countersign-{list}.{ending}\"")),
    ];
    Ok((headers, body).into_response())
}

/// The progress of an export.
enum Position {
    Begin,
    Behind(Option<Cursor>, Exporter),
    End,
}

/// A list as a body that is written while it is read. If the database fails midway, the desk cuts the connection, so that no client
/// takes a part for the whole list.
fn stream_list<L: ExportedList>(desk: DeskState, list: L, format: ExportFormat) -> Body {
    let pieces = stream::try_unfold(Position::Begin, move |position| {
        let (desk, list) = (desk.clone(), list.clone());
        async move {
            let (after, mut exporter, mut piece) = match position {
                Position::Begin => {
                    let (exporter, head) = Exporter::begin::<L::Row>(format);
                    (None, exporter, head)
                }
                Position::Behind(after, exporter) => (after, exporter, String::new()),
                Position::End => return Ok::<_, StoreError>(None),
            };
            let page = list.page(desk.store(), after.as_ref()).await?;
            piece.push_str(&exporter.rows(&page.rows));
            let next = match page.next {
                Some(next) => Position::Behind(Some(next), exporter),
                None => {
                    piece.push_str(exporter.end());
                    Position::End
                }
            };
            Ok(Some((piece, next)))
        }
    });
    Body::from_stream(pieces)
}
