//! `downloads link`, `links` and `revoke`: manages the links.

use std::fmt::Write as _;

use clap::ArgMatches;
use serde_json::{Value, json};

use crate::commands::failure::Failure;
use crate::commands::invocation::Invocation;
use crate::commands::output::Output;
use crate::commands::text_layout::wrap;
use crate::downloads::{DEFAULT_DAYS, DownloadLink, LinkCode, LinkOrder, LinkRefusal};
use crate::profiles::Profiles;
use crate::sql::SqlStore;
use crate::text::{DownloadLine as L, DownloadSentence, case_refusal};
use countersign_core::machine::printable;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::{Line as _, comma, labelled};
use countersign_ledger::{CaseNumber, CaseRefusal};

/// The number of links that are read at once.
const PAGE: usize = 500;

pub(super) fn make(store: &SqlStore, args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let profiles = invocation.read_profiles(store)?;
    let order = LinkOrder {
        product: invocation.product(args),
        case: args.get_one::<String>("case").map(|typed| case(typed, invocation)).transpose()?,
        days: args.get_one("days").copied().unwrap_or(DEFAULT_DAYS),
        by: invocation.operator.clone(),
        at: invocation.now,
    };
    let made =
        invocation.wait(order.make(store, &profiles)).map_err(|refusal| refused(refusal, invocation))?;
    if invocation.json {
        return Ok(Output::done(format!("{}\n", link_to_json(&made, &profiles, invocation.now))));
    }
    let (address, until) = (address(&made, &profiles), moment_at(made.expires));
    let said = DownloadSentence::LinkMade { address: &address, until: &until }.say(lang);
    Ok(Output::done(said + "\n"))
}

/// Returns why no link is made.
fn refused(refusal: LinkRefusal, invocation: &Invocation) -> Failure {
    let lang = invocation.lang;
    match refusal {
        LinkRefusal::Product(fault) => Failure::product(fault, lang),
        LinkRefusal::CaseUnknown(case) => case_unknown(&case.to_string(), invocation),
        LinkRefusal::CaseOfProduct(case, product) => {
            let what = DownloadSentence::CaseOfProduct { case: &case, product: &product }.say(lang);
            Failure::refused("PRODUCT-OTHER", what, L::CaseOfProductDo.say(lang))
        }
        LinkRefusal::NoBuild(product) => {
            let what = DownloadSentence::NoBuildFor { product: &product }.say(lang);
            Failure::refused("BUILD-NONE", what, L::NoBuildsDo.say(lang))
        }
        LinkRefusal::Random(error) => Failure::system("SYSTEM-FAULT", &error, lang),
        LinkRefusal::Store(error) => Failure::store(&error, lang),
    }
}

pub(super) fn list(store: &SqlStore, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let profiles = invocation.read_profiles(store)?;
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = invocation.query(store.list_links(after.as_ref(), PAGE))?;
        all.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    if invocation.json {
        let all: Vec<Value> = all.iter().map(|link| link_to_json(link, &profiles, invocation.now)).collect();
        return Ok(Output::done(format!("{}\n", json!({ "links": all }))));
    }
    if all.is_empty() {
        return Ok(Output::done(format!("{}\n", L::NoLinks.say(lang))));
    }
    let mut text = String::new();
    for one in &all {
        let line = DownloadSentence::LinkLine {
            address: &address(one, &profiles),
            state: &L::of_state(one.state(invocation.now)).say(lang),
            until: &moment_at(one.expires),
            count: &one.downloads,
            product: &one.product,
        };
        let case = one.case.map(|case| DownloadSentence::LinkFor { case: &case }.say(lang));
        let last = one.last.map(|last| labelled(lang, L::LastUse.say(lang), &moment_at(last)));
        let parts: Vec<String> = [Some(line.say(lang)), case, last].into_iter().flatten().collect();
        let line = parts.join(comma(lang));
        let _ = writeln!(text, "{}", wrap(&line, 0, 2));
    }
    Ok(Output::done(text))
}

pub(super) fn revoke(
    store: &SqlStore,
    args: &ArgMatches,
    invocation: &Invocation,
) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let typed = args.get_one::<String>("link").map_or("", String::as_str).trim_end_matches('/');
    let code = LinkCode::read(typed.rsplit('/').next().unwrap_or_default());
    let unknown = || Failure::refused("LINK-UNKNOWN", L::LinkNotKnown.say(lang), L::LinkNotKnownDo.say(lang));
    let code = code.ok_or_else(unknown)?;
    let revoked = invocation.query(store.revoke_link(&code, &invocation.operator, invocation.now))?;
    revoked.ok_or_else(unknown)?;
    Ok(Output::done(DownloadSentence::LinkRevokedNow { code: &code }.say(lang) + "\n"))
}

/// Returns a link as JSON.
pub(in crate::commands) fn link_to_json(link: &DownloadLink, profiles: &Profiles, now: i64) -> Value {
    json!({
        "link": address(link, profiles),
        "code": link.code.as_str(),
        "product": link.product,
        "case": link.case.map(|case| case.to_string()),
        "state": link.state(now).name(),
        "made": link.made_at,
        "by": link.made_by,
        "expires": link.expires,
        "revoked": link.revoked.as_ref().map(|(at, _)| at),
        "downloads": link.downloads,
        "last": link.last,
    })
}

fn address(link: &DownloadLink, profiles: &Profiles) -> String {
    link.address(&profiles.newest_for(Some(&link.product)).desk)
}

fn case(typed: &str, invocation: &Invocation) -> Result<CaseNumber, Failure> {
    typed.parse().map_err(|_| case_unknown(&printable(typed.as_bytes()), invocation))
}

fn case_unknown(case: &str, invocation: &Invocation) -> Failure {
    let (what, next) = case_refusal(invocation.lang, CaseRefusal::Unknown, &case);
    Failure::refused(CaseRefusal::Unknown.code(), what, next)
}
