//! Redirects keep the language that an address chooses.
//!
//! The cookie alone can't keep it: a browser that comes from a link in a mail doesn't send the cookie along the redirects.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::LOCATION;
use axum::middleware::Next;
use axum::response::Response;

use crate::web::lang::lang_of_query;
use countersign_core::text::Lang;

/// Adds the language of the request's address to the address that the response redirects to.
pub(super) async fn keep_language(request: Request, next: Next) -> Response {
    let chosen = lang_of_query(request.uri().query().unwrap_or_default());
    let mut response = next.run(request).await;
    let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
    let address = chosen.zip(location).and_then(|(lang, location)| with_language(location, lang));
    if let Some(address) = address.and_then(|address| HeaderValue::from_str(&address).ok()) {
        response.headers_mut().insert(LOCATION, address);
    }
    response
}

/// The address of a page of the office with a language; `None` for another site's address, or an address that already has a language.
fn with_language(address: &str, lang: Lang) -> Option<String> {
    let (page, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let inside = path == "/office" || path.starts_with("/office/");
    let separator = if query.is_empty() { '?' } else { '&' };
    let added = inside && lang_of_query(query).is_none();
    added.then(|| format!("{}{separator}lang={}{fragment}", page.trim_end_matches('?'), lang.tag()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_of_the_office_without_a_language_gets_one() {
        for (address, with) in [
            ("/office", Some("/office?lang=zh")),
            ("/office/login?next=/office", Some("/office/login?next=/office&lang=zh")),
            (
                "/office/login?next=/office/cases?which=all%26sort=oldest",
                Some("/office/login?next=/office/cases?which=all%26sort=oldest&lang=zh"),
            ),
            ("/office/cases/CAS-000001#downloads", Some("/office/cases/CAS-000001?lang=zh#downloads")),
            ("/office/login?lang=en", None),
            ("/officer", None),
            ("https://provider.example/authorize?client_id=1", None),
            ("//evil.example/office", None),
        ] {
            assert_eq!(with_language(address, Lang::Zh).as_deref(), with, "{address}");
        }
    }
}
