//! The language of a response: `?lang=` if it is given, otherwise the language that was chosen before (a cookie), otherwise the
//! browser's.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;

use super::cookies::{LANG_COOKIE, cookie};
use countersign_core::text::Lang;

/// The language of the response, as an argument of a handler.
pub struct AnswerLang(pub Lang);

impl<S: Sync> FromRequestParts<S> for AnswerLang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(lang_of(parts)))
    }
}

/// The language of the response to a request.
pub(super) fn lang_of(parts: &Parts) -> Lang {
    let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let chosen = lang_of_query(parts.uri.query().unwrap_or_default());
    let remembered = || cookie(&parts.headers, LANG_COOKIE).map(|tag| Lang::from_locale(&tag));
    let lang = chosen.or_else(remembered).or_else(|| lang_of_header(accepted.unwrap_or_default()));
    lang.unwrap_or_default()
}

/// The language that a query chooses.
pub(super) fn lang_of_query(query: &str) -> Option<Lang> {
    query.split('&').filter_map(|pair| pair.strip_prefix("lang=")).find_map(Lang::from_tag)
}

/// The supported language that an `Accept-Language` header prefers (`zh-CN,zh;q=0.9,en;q=0.8`, RFC 9110); the first of
/// several with equal quality.
pub(super) fn lang_of_header(accepted: &str) -> Option<Lang> {
    let mut best: Option<(Lang, f32)> = None;
    for range in accepted.split(',').take(32) {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let quality = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse().ok());
        let language = match tag.trim().split('-').next() {
            Some(tag) if tag.eq_ignore_ascii_case("zh") => Lang::Zh,
            Some(tag) if tag.eq_ignore_ascii_case("en") => Lang::En,
            _ => continue,
        };
        if let Some(quality) = quality.filter(|q| *q > 0.0)
            && best.is_none_or(|(_, before)| quality > before)
        {
            best = Some((language, quality));
        }
    }
    best.map(|(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_gives_the_preferred_language() {
        for (accepted, lang) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Some(Lang::Zh)),
            ("en-US,en;q=0.9,zh-CN;q=0.8", Some(Lang::En)),
            ("de-DE,de;q=0.9,en;q=0.5,zh;q=0.7", Some(Lang::Zh)),
            ("ZH-hant", Some(Lang::Zh)),
            ("zh;q=0, en;q=0.1", Some(Lang::En)),
            ("fr, *;q=0.1", None),
            ("zh;q=x", None),
            ("", None),
        ] {
            assert_eq!(lang_of_header(accepted), lang, "{accepted}");
        }
    }

    #[test]
    fn the_query_chooses_a_supported_language() {
        assert_eq!(lang_of_query("a=1&lang=zh"), Some(Lang::Zh));
        assert_eq!(lang_of_query("lang=fr"), None);
    }
}
