//! The form of a list's filters, and the links around a page of it.

use maud::{Markup, html};

use super::list_query::{AFTER, ListQuery};
use super::session::OfficeSession;
use crate::access::Permission;
use crate::dates;
use crate::sql::Cursor;
use crate::text::{OfficeLine as O, OfficeSentence as S};
use countersign_core::machine::printable;
use countersign_core::text::{Lang, Line as _, listed};

/// One filter of a list.
pub(super) enum Filter<'a> {
    /// A choice: each value with its words. An empty choice matches all.
    Choice(&'a str, O, Vec<(String, String)>),
    /// A part of a text.
    Part(&'a str, O),
    /// The days `from` and `until`.
    Days,
    /// The order. The first one is the default.
    Sort(&'a [(&'a str, O)]),
}

/// The form. `kept` is a parameter that the form passes on unchanged.
pub(super) fn form(
    lang: Lang,
    path: &str,
    query: &ListQuery,
    filters: &[Filter<'_>],
    kept: Option<(&str, &str)>,
) -> Markup {
    let unknown = unknown(query, filters, kept.map(|(name, _)| name));
    html! {
        @if !unknown.is_empty() {
            p.notice.bad role="alert" { (S::FilterUnknown { parts: &listed(lang, &unknown) }.say(lang)) }
        }
        form.filters method="get" action=(path) {
            @if let Some((name, value)) = kept { input type="hidden" name=(name) value=(value); }
            @for filter in filters { (field(lang, query, filter)) }
            div.buttons {
                button { (O::FilterApply.say(lang)) }
                a.button href=(path) { (O::FilterClear.say(lang)) }
            }
        }
    }
}

/// The parameters of an address that no filter of the list accepts, in printable form.
fn unknown(query: &ListQuery, filters: &[Filter<'_>], kept: Option<&str>) -> Vec<String> {
    let is_known = |name: &str, value: &str| {
        let by_filter = |filter: &Filter<'_>| match filter {
            Filter::Choice(of, _, choices) => {
                *of == name && choices.iter().any(|(choice, _)| choice == value)
            }
            Filter::Part(of, _) => *of == name,
            Filter::Days => ["from", "until"].contains(&name) && dates::parse_day(value).is_ok(),
            Filter::Sort(orders) => name == "sort" && orders.iter().any(|(order, _)| *order == value),
        };
        [AFTER, "lang"].contains(&name) || kept == Some(name) || filters.iter().any(by_filter)
    };
    query
        .given()
        .filter(|(name, value)| !is_known(name, value))
        .map(|(name, value)| format!("{}={}", printable(name.as_bytes()), printable(value.as_bytes())))
        .collect()
}

fn field(lang: Lang, query: &ListQuery, filter: &Filter<'_>) -> Markup {
    let chosen = |name: &str| query.get(name).unwrap_or_default().to_owned();
    html! {
        @match filter {
            Filter::Choice(name, label, choices) => label { (label.say(lang)) select name=(name) {
                option value="" { (O::FilterAny.say(lang)) }
                @for (value, words) in choices { option value=(value) selected[chosen(name) == *value] { (words) } }
            } },
            Filter::Part(name, label) => label { (label.say(lang)) input name=(name) value=(chosen(name)) maxlength="100"; },
            Filter::Days => {
                @for (name, label) in [("from", O::FilterFrom), ("until", O::FilterUntil)] {
                    label { (label.say(lang)) input type="date" name=(name) value=(chosen(name)); }
                }
            },
            Filter::Sort(orders) => label { (O::Sort.say(lang)) select name="sort" {
                @for (value, label) in *orders { option value=(value) selected[chosen("sort") == *value] { (label.say(lang)) } }
            } },
        }
    }
}

/// The links to other pages, and to the whole list as a file. `file` is the name of its export.
pub(super) fn links(
    session: &OfficeSession,
    path: &str,
    query: &ListQuery,
    next: Option<&Cursor>,
    file: &str,
) -> Markup {
    let lang = session.lang();
    let export = |ending: &str| query.address(&format!("/office/export/{file}.{ending}"), None);
    html! {
        nav.pages aria-label=(O::Pages.say(lang)) {
            @if query.get(AFTER).is_some() { a href=(query.address(path, None)) { (O::FirstPage.say(lang)) } }
            @if let Some(next) = next {
                a rel="next" href=(query.address(path, Some((AFTER, &next.to_string())))) { (O::NextPage.say(lang)) }
            } @else { span.quiet { (O::LastPage.say(lang)) } }
            @if session.may(Permission::ExportLists) { span.export {
                a href=(export("csv")) download { "CSV" } " " a href=(export("json")) download { "JSON" }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_filter_is_reported() {
        let choices = vec![("bound".to_owned(), "bound".to_owned())];
        let filters = [
            Filter::Choice("state", O::State, choices),
            Filter::Part("customer", O::Customer),
            Filter::Days,
            Filter::Sort(&[("newest", O::SortNewest)]),
        ];
        let told = |pairs: &[(&str, &str)]| unknown(&ListQuery::of(pairs), &filters, Some("which"));
        let known = [("state", "bound"), ("customer", "x"), ("from", "2026-11-29"), ("sort", "newest")];
        assert_eq!(told(&known), [""; 0]);
        assert_eq!(told(&[("which", "open"), ("after", "9"), ("lang", "zh"), ("state", "")]), [""; 0]);
        assert_eq!(
            told(&[("state", "foo"), ("until", "soon"), ("sort", "up"), ("x", "1")]),
            ["state=foo", "until=soon", "sort=up", "x=1"]
        );
    }
}
