//! The query of a list's address: filters, order, page. The address of a list contains all of them, so that a person can send it or open
//! it again.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;

use crate::dates;
use crate::sql::{Cursor, TimeOrder, TimeSpan};
use crate::web::error::WebError;

/// The parameter of the page.
pub(super) const AFTER: &str = "after";
/// How many parameters are read at most.
const MOST: usize = 32;

/// The parameters of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct ListQuery(Vec<(String, String)>);

impl ListQuery {
    /// The value of a parameter, if it isn't empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }

    /// The parameters that have a value.
    pub(super) fn given(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.iter().map(|(name, value)| (name.as_str(), value.trim()));
        pairs.filter(|(_, value)| !value.is_empty())
    }

    /// Like [`get`](Self::get), as an owned string.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// The days `from` and `until`, both included.
    pub(super) fn span(&self) -> TimeSpan {
        let start = |name| self.get(name).and_then(|text| dates::parse_day(text).ok()).map(dates::start_of);
        TimeSpan { from: start("from"), before: start("until").map(|start| start + dates::DAY_SECONDS) }
    }

    /// The order by time.
    pub(super) fn order(&self) -> TimeOrder {
        if self.get("sort") == Some("oldest") { TimeOrder::Oldest } else { TimeOrder::Newest }
    }

    /// The cursor after which the page begins.
    pub(super) fn after(&self) -> Option<Cursor> {
        self.get(AFTER).and_then(|text| text.parse().ok())
    }

    /// The address of a path with these parameters, without page and language, and with one more parameter.
    pub(super) fn address(&self, path: &str, one: Option<(&str, &str)>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.0 {
            let kept = !value.is_empty() && name != AFTER && name != "lang";
            if kept && one.is_none_or(|(other, _)| other != name) {
                query.append_pair(name, value);
            }
        }
        if let Some((name, value)) = one.filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ListQuery {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let pairs = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Query(mut pairs) = pairs.map_err(|_| WebError::NotFound)?;
        pairs.truncate(MOST);
        // No valid value contains control characters, and PostgreSQL refuses NUL.
        for (name, value) in &mut pairs {
            name.retain(|c| !c.is_control());
            value.retain(|c| !c.is_control());
        }
        Ok(Self(pairs))
    }
}

#[cfg(test)]
impl ListQuery {
    /// The query with these parameters.
    pub(super) fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> ListQuery {
        ListQuery::of(pairs)
    }

    #[test]
    fn an_address_keeps_the_filters_and_drops_the_page() {
        let query = query(&[("state", "bound"), ("customer", "a&b 公司"), ("after", "7"), ("from", "")]);
        let next = query.address("/office/numbers", Some(("after", "9")));
        assert_eq!(next, "/office/numbers?state=bound&customer=a%26b+%E5%85%AC%E5%8F%B8&after=9");
        assert_eq!(query.address("/x", Some(("state", ""))), "/x?customer=a%26b+%E5%85%AC%E5%8F%B8");
        assert_eq!(ListQuery::default().address("/x", None), "/x");
    }

    #[test]
    fn a_span_consists_of_whole_days() {
        let span = query(&[("from", "2026-11-22"), ("until", "2026-11-22")]).span();
        assert_eq!(span, TimeSpan { from: Some(1_795_305_600), before: Some(1_795_392_000) });
        assert_eq!(query(&[("from", "yesterday")]).span(), TimeSpan::default());
    }
}
