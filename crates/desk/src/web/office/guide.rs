//! The guide for telephone calls: what is on the caller's screen, in the caller's language, what each key does, and what the
//! caller sees afterwards.
//!
//! The screens are the wizard's own ([`crate::caller_screens`]). A page is one screen, or the choice of one; its address keeps the
//! place (`at`, `step`) and the caller's language (`caller`). The guide of a request includes that machine's values, codes and ways.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use maud::{Markup, html};

use super::components;
use super::guide_request;
use super::guide_screen::{self, Caller};
use super::request::{RequestDetails, load_request};
use super::responses::unknown_request;
use super::session::OfficeSession;
use crate::access::{Access, Permission};
use crate::caller_screens::{CallNames, Screen, telephone_guide};
use crate::text::{OfficeLine as O, PhoneLine, guide_words};
use crate::web::error::WebError;
use crate::web::layout::html_lang;
use crate::web::routes::Routes;
use countersign_core::screen_kind::ScreenKind;
use countersign_core::step::StepName;
use countersign_core::text::{Lang, Line as _, StepNameLine};

pub(super) fn routes() -> Routes {
    Routes::new().get("/office/guide", Access::Operator(Permission::See), general_guide).get(
        "/office/requests/{id}/guide",
        Access::Operator(Permission::See),
        request_guide,
    )
}

/// Where a page of the guide is.
enum Place {
    /// No step yet.
    Start,
    /// A step, whose screens the operator chooses from.
    Step(StepName),
    Screen(&'static Screen),
}

/// A page of the guide.
struct GuidePage<'a> {
    session: &'a OfficeSession,
    /// The address without its query.
    base: String,
    place: Place,
    caller: Caller,
    details: Option<&'a RequestDetails>,
}

async fn general_guide(session: OfficeSession, RawQuery(query): RawQuery) -> Response {
    show(&session, &query.unwrap_or_default(), None)
}

async fn request_guide(
    session: OfficeSession,
    Path(id): Path<i64>,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let Some(details) = load_request(&session, id).await? else { return Ok(unknown_request(&session)) };
    Ok(show(&session, &query.unwrap_or_default(), Some(&details)))
}

fn show(session: &OfficeSession, query: &str, details: Option<&RequestDetails>) -> Response {
    let page = GuidePage {
        session,
        base: details.map_or_else(
            || "/office/guide".to_owned(),
            |one| format!("/office/requests/{}/guide", one.stored.id),
        ),
        place: place_of(query),
        caller: Caller { lang: caller_lang(query).unwrap_or(session.lang()), names: names(session, details) },
        details,
    };
    session.page(O::GuideTitle.say(session.lang()), &page.content())
}

/// The value of a query's parameter.
fn parameter(query: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// The place that a query names; the start if there is no such place.
fn place_of(query: &str) -> Place {
    let at = parameter(query, "at").and_then(|name| ScreenKind::from_name(&name));
    if let Some(screen) = at.and_then(|at| telephone_guide().screen(at)) {
        return Place::Screen(screen);
    }
    let step = parameter(query, "step").and_then(|step| step.parse().ok()).and_then(StepName::from_number);
    step.map_or(Place::Start, Place::Step)
}

fn caller_lang(query: &str) -> Option<Lang> {
    Lang::from_tag(&parameter(query, "caller")?)
}

/// The names on the caller's screens: those of the request, otherwise those of the newest profile.
fn names(session: &OfficeSession, details: Option<&RequestDetails>) -> CallNames {
    let attempt = details.map(|details| &details.stored.attempt);
    let profile = match attempt {
        Some(attempt) => session.desk().profile_or_newest(attempt.profile),
        None => session.desk().newest_profile(),
    };
    let number = attempt.and_then(|attempt| attempt.license.as_ref()).map(|license| license.number.clone());
    CallNames {
        number: number.unwrap_or_else(|| profile.mask.example()).to_string(),
        request: attempt.map_or_else(|| "K7Q-F2M".to_owned(), |attempt| attempt.name.clone()),
        online: profile.api_url(),
        product: profile.name,
        desk: profile.desk,
        hotline: profile.hotline,
    }
}

impl GuidePage<'_> {
    const fn lang(&self) -> Lang {
        self.session.lang()
    }

    /// The address of a place, with the caller's language.
    fn address(&self, place: &str, caller: Lang) -> String {
        let caller = caller.tag();
        let place = if place.is_empty() { String::new() } else { format!("{place}&") };
        format!("{}?{place}caller={caller}", self.base)
    }

    /// The query of the place.
    fn here(&self) -> String {
        match self.place {
            Place::Start => String::new(),
            Place::Step(step) => format!("step={}", step as u8),
            Place::Screen(screen) => format!("at={}", screen.id.name()),
        }
    }

    fn step(&self) -> Option<StepName> {
        match self.place {
            Place::Start => None,
            Place::Step(step) => Some(step),
            Place::Screen(screen) => StepName::from_number(screen.step),
        }
    }

    fn content(&self) -> Markup {
        let lang = self.lang();
        html! {
            h1 { (O::GuideTitle.say(lang)) }
            @if let Some(details) = self.details {
                p { a href={ "/office/requests/" (details.stored.id) } { (O::Request.say(lang)) " " (details.stored.attempt.name) } " " (components::outcome(lang, &details.stored.attempt)) }
            }
            p { (O::GuideLead.say(lang)) }
            (self.caller_switch())
            ol.jump {
                @for (at, step) in (1..).zip(StepName::ALL) {
                    @let here = (self.step() == Some(step)).then_some("step");
                    li { a href=(self.address(&format!("step={at}"), self.caller.lang)) aria-current=[here] lang=(html_lang(self.caller.lang)) {
                        b { (at) } " " (StepNameLine::from(step).say(self.caller.lang))
                    } }
                }
            }
            @match self.place {
                Place::Start => (self.branches(O::GuideAnyStep, telephone_guide().overlays())),
                Place::Step(step) => (self.branches(O::GuideWhich, telephone_guide().of_step(step as u8))),
                Place::Screen(screen) => {
                    (self.screen(screen))
                    @let others = telephone_guide().of_step(screen.step).filter(|other| other.id != screen.id);
                    (self.branches(O::GuideElse, others))
                }
            }
        }
    }

    /// The links that choose the language of the caller's screen.
    fn caller_switch(&self) -> Markup {
        html! {
            p.caller {
                (O::GuideCaller.say(self.lang())) " "
                @for (caller, name) in [(Lang::Zh, PhoneLine::Chinese), (Lang::En, PhoneLine::English)] {
                    @let here = (caller == self.caller.lang).then_some("true");
                    " " a href=(self.address(&self.here(), caller)) aria-current=[here] lang=(html_lang(caller)) { (name.say(caller)) }
                }
            }
        }
    }

    /// Screens to choose from, each by what the caller says about it.
    fn branches<'s>(&self, title: O, screens: impl Iterator<Item = &'s Screen>) -> Markup {
        html! {
            h2 { (title.say(self.lang())) }
            ul.branches { @for screen in screens { li { (self.link(screen)) } } }
        }
    }

    fn link(&self, screen: &Screen) -> Markup {
        let lang = self.lang();
        let reported =
            self.details.is_some_and(|details| guide_request::is_reported(&details.stored.attempt, screen));
        html! {
            a href=(self.address(&format!("at={}", screen.id.name()), self.caller.lang)) {
                (guide_screen::told_by(lang, screen, &self.caller))
            }
            @if reported { " " span.quiet { (O::GuideReported.say(lang)) } }
        }
    }

    /// One screen: what is on it, what to say, which key does what.
    fn screen(&self, screen: &Screen) -> Markup {
        let (lang, caller) = (self.lang(), self.caller.lang);
        let step = StepName::from_number(screen.step);
        html! {
            section.step {
                h2 { span.corner lang=(html_lang(caller)) { (screen.step) " " (step.map_or("", |step| StepNameLine::from(step).say(caller)).to_uppercase()) } }
                div.two {
                    div {
                        h3 { (O::GuideSees.say(lang)) }
                        (self.picture(screen))
                    }
                    div {
                        h3 { (O::GuideSays.say(lang)) }
                        p lang=(html_lang(caller)) { (guide_words(caller, screen.id)) }
                        (self.help(step))
                        (self.keys(screen))
                    }
                }
            }
        }
    }

    /// The caller's screen: with the values of the request's machine if the screen shows them, otherwise with those of an example.
    fn picture(&self, screen: &Screen) -> Markup {
        let lang = self.lang();
        let attempt = self.details.map(|details| &details.stored.attempt);
        let values = attempt.and_then(|attempt| guide_request::values(self.caller.lang, attempt, screen));
        html! {
            (guide_screen::picture(lang, screen, &self.caller, values.as_deref()))
            @if values.is_none() { (guide_request::example_note(lang, screen)) }
        }
    }

    /// What each key does, and what the caller sees afterwards.
    fn keys(&self, screen: &Screen) -> Markup {
        let lang = self.lang();
        let links = |ids: &[ScreenKind]| {
            let screens = ids.iter().filter_map(|id| telephone_guide().screen(*id));
            html! { ul.plain.leads { @for screen in screens { li { "→ " (self.link(screen)) } } } }
        };
        html! {
            table.rows {
                thead { tr { @for line in [O::GuideKey, O::GuideDoes, O::GuideThen] { th { (line.say(lang)) } } } }
                tbody {
                    @for key in &screen.keys { tr {
                        td data-label=(O::GuideKey.say(lang)) { kbd { (key.key) } }
                        td data-label=(O::GuideDoes.say(lang)) lang=(html_lang(self.caller.lang)) { (key.does(self.caller.lang)) }
                        td data-label=(O::GuideThen.say(lang)) {
                            @if key.ends { span.quiet { (O::GuideEnds.say(lang)) } }
                            @else if key.leads.is_empty() { span.quiet { (O::GuideStays.say(lang)) } }
                            @else { (links(&key.leads)) }
                        }
                    } }
                    @if !screen.later.is_empty() { tr {
                        td data-label=(O::GuideKey.say(lang)) { "–" }
                        td data-label=(O::GuideDoes.say(lang)) { (O::GuideLater.say(lang)) }
                        td data-label=(O::GuideThen.say(lang)) { (links(&screen.later)) }
                    } }
                }
            }
        }
    }

    /// What helps at a step.
    fn help(&self, step: Option<StepName>) -> Markup {
        let lang = self.lang();
        html! {
            @if step == Some(StepName::Request) { p { a.button href="/office/spoken" { (O::NavSpoken.say(lang)) } } }
            @if let (Some(step), Some(details)) = (step, self.details) { (guide_request::help(lang, step, details)) }
        }
    }
}
