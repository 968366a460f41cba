//! The guide for telephone calls: what is on the caller's screen, in the caller's language, what each key does, and what the
//! caller sees afterwards.
//!
//! The screens are the wizard's own ([`crate::caller_screens`]). A page is one screen, or the choice of one; its address keeps the
//! place (`at`, `step`) and the caller's language (`caller`). The guide of a request includes that machine's values, codes and ways.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use maud::{Markup, html};

use super::components;
use super::guide_request::GuidedRequest;
use super::guide_screen::{self, Caller, OwnScreen};
use super::guide_ways;
use super::request::{RequestDetails, load_request};
use super::responses::unknown_request;
use super::session::OfficeSession;
use crate::access::{Access, Permission};
use crate::caller_screens::{CallName, CallNames, Screen, ScreenLine, telephone_guide};
use crate::text::{GuideRemark as R, OfficeLine as O, PhoneLine, guide_words};
use crate::web::error::WebError;
use crate::web::layout::html_lang;
use crate::web::routes::Routes;
use countersign_core::remedy::PlannedWay;
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
    request: Option<GuidedRequest<'a>>,
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
    let request = details.map(GuidedRequest::of);
    let page = GuidePage {
        session,
        base: details.map_or_else(
            || "/office/guide".to_owned(),
            |one| format!("/office/requests/{}/guide", one.stored.id),
        ),
        place: place_of(query),
        caller: Caller {
            lang: caller_lang(query).unwrap_or(session.lang()),
            names: names(session, request.as_ref()),
        },
        request,
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
fn names(session: &OfficeSession, request: Option<&GuidedRequest<'_>>) -> CallNames {
    let attempt = request.map(GuidedRequest::attempt);
    let profile = match attempt {
        Some(attempt) => session.desk().profile_or_newest(attempt.profile),
        None => session.desk().newest_profile(),
    };
    let license = attempt.and_then(|attempt| attempt.license.as_ref());
    CallNames {
        number: license.map_or_else(
            || CallName::Example(profile.mask.example().to_string()),
            |license| CallName::Own(license.number.to_string()),
        ),
        request: match request {
            None => CallName::Example("K7Q-F2M".to_owned()),
            Some(request) if request.name_remark().is_some() => CallName::Blank,
            Some(request) => CallName::Own(request.attempt().name.clone()),
        },
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
            @if let Some(details) = self.request.as_ref().map(|request| request.details) {
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
        let lang = self.lang();
        let screens: Vec<&Screen> = screens.collect();
        let is_example =
            |screen: &&Screen| self.own(screen).is_none() && screen.has_example(&self.caller.names);
        html! {
            h2 { (title.say(lang)) }
            ul.branches { @for screen in &screens { li { (self.link(screen)) } } }
            @if self.request.is_some() && screens.iter().any(is_example) { p.quiet { (R::ExampleList.say(lang)) } }
        }
    }

    /// The ways of the request's machine; none without a request.
    fn ways(&self) -> &[PlannedWay] {
        self.request.as_ref().map_or(&[], |request| &request.ways)
    }

    fn example(&self, screen: &Screen) -> Vec<ScreenLine> {
        screen.lines(self.caller.lang, &self.caller.names)
    }

    /// The screen as the request's machine shows it.
    fn own(&self, screen: &Screen) -> Option<OwnScreen> {
        self.request.as_ref()?.screen(self.caller.lang, screen, &self.example(screen))
    }

    fn link(&self, screen: &Screen) -> Markup {
        let (lang, caller) = (self.lang(), &self.caller);
        let own = self.own(screen);
        let line = match &own {
            Some(own) => own.lines.get(own.told_by).cloned(),
            None => screen.told_by(caller.lang, &caller.names),
        };
        // The guide has one help screen, that of a step which the caller may not be at.
        let words = match line {
            _ if screen.id == ScreenKind::Help => O::GuideHelp.say(lang).to_owned(),
            Some(line) => guide_screen::told_by(lang, &line),
            None => screen.id.name().to_owned(),
        };
        html! {
            a href=(self.address(&format!("at={}", screen.id.name()), caller.lang)) { (words) }
            @if let Some(mark) = self.mark(screen, own.is_some()) { " " span.quiet { (mark) } }
        }
    }

    /// What the request says about a screen. `own` is whether it says what stands there.
    fn mark(&self, screen: &Screen, own: bool) -> Option<&'static str> {
        let lang = self.lang();
        let request = self.request.as_ref()?;
        match (request.is_reported(screen), own) {
            (true, false) if screen.has_example(&self.caller.names) => Some(R::ReportedExample.say(lang)),
            (true, _) => Some(O::GuideReported.say(lang)),
            (false, true) => Some(R::OfRequest.say(lang)),
            (false, false) if guide_ways::lacks(&request.ways, screen.id) => Some(R::NotThere.say(lang)),
            (false, false) => None,
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

    /// The caller's screen: with what the request reports of it, otherwise with the values of an example.
    fn picture(&self, screen: &Screen) -> Markup {
        let (lang, names) = (self.lang(), &self.caller.names);
        let (lines, remark) = match self.own(screen) {
            Some(own) => (own.lines, own.remark.map(|remark| remark.say(lang))),
            None => {
                let mut lines = self.example(screen);
                guide_ways::leave_out_entries(&mut lines, screen, self.ways());
                (lines, screen.has_example(names).then(|| O::GuideExample.say(lang)))
            }
        };
        let name = self.request.as_ref().and_then(GuidedRequest::name_remark);
        let name = name.filter(|_| screen.has_blank(names)).map(|remark| remark.say(lang));
        html! {
            (guide_screen::picture(lang, self.caller.lang, &lines))
            @for remark in remark.into_iter().chain(name) { p.quiet { (remark) } }
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
                    @for key in guide_ways::keys(self.caller.lang, screen, self.ways()) { tr {
                        td data-label=(O::GuideKey.say(lang)) { kbd { (key.key) } }
                        td data-label=(O::GuideDoes.say(lang)) lang=(html_lang(self.caller.lang)) { (key.does) }
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
            @if guide_ways::is_list(screen.id) && self.own(screen).is_none() { p.quiet { (R::ExampleWays.say(lang)) } }
        }
    }

    /// What helps at a step.
    fn help(&self, step: Option<StepName>) -> Markup {
        let lang = self.lang();
        html! {
            @if step == Some(StepName::Request) { p { a.button href="/office/spoken" { (O::NavSpoken.say(lang)) } } }
            @if let (Some(step), Some(request)) = (step, &self.request) { (request.help(lang, step)) }
        }
    }
}
