//! The navigation menu: the pages that the operator's role may see.

use maud::html;

use super::OfficeSession;
use crate::access::Permission;
use crate::text::{AccessLine as C, OfficeLine as O, OfficeSentence};
use crate::web::layout::Menu;
use countersign_core::text::Line as _;

impl OfficeSession {
    /// The navigation menu of this session.
    pub(in crate::web::office) fn nav(&self) -> Menu<'static> {
        let lang = self.lang();
        let links = [
            ("/office", O::NavSearch.say(lang), Permission::See),
            ("/office/spoken", O::NavSpoken.say(lang), Permission::AnswerRequests),
            ("/office/guide", O::NavGuide.say(lang), Permission::See),
            ("/office/cases", O::NavCases.say(lang), Permission::See),
            ("/office/numbers", O::NavNumbers.say(lang), Permission::See),
            ("/office/requests", O::NavRequests.say(lang), Permission::See),
            ("/office/import", O::NavImport.say(lang), Permission::AddNumbers),
            ("/office/downloads", O::NavDownloads.say(lang), Permission::See),
            ("/office/audit", O::NavAudit.say(lang), Permission::ReadAudit),
            ("/office/operators", C::NavOperators.say(lang), Permission::ManageOperators),
            ("/office/keys", O::NavKeys.say(lang), Permission::ManageKeys),
            ("/office/profiles", O::NavProfiles.say(lang), Permission::See),
            ("/office/tokens", O::NavTokens.say(lang), Permission::ManageTokens),
            ("/office/account", C::NavAccount.say(lang), Permission::OwnAccount),
        ];
        let path = self.context.address().split('?').next().unwrap_or_default();
        // A page below another page marks that page as current.
        let current = |address: &str| match path.strip_prefix(address) {
            Some("") => Some("page"),
            Some(below) if below.starts_with('/') && address != "/office" => Some("true"),
            _ => None,
        };
        let leave = OfficeSentence::NavLeave { name: &self.operator.as_str() }.say(lang);
        Menu {
            label: O::NavLabel.say(lang),
            links: html! {
                @for (address, name, _) in links.into_iter().filter(|(.., permission)| self.may(*permission)) {
                    li { a href=(address) aria-current=[current(address)] { (name) } }
                }
            },
            sign_out: html! {
                form.leave method="post" action="/office/logout" {
                    (self.csrf_field())
                    button.link title=(leave) { (leave) }
                }
            },
        }
    }
}
