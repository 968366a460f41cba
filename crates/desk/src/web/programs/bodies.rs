//! The bodies that programs post, and the values in them. The schema and `check` of a body say what it allows.

use axum::body::Bytes;
use serde::Deserialize;
use utoipa::ToSchema;

use super::expiry;
use super::posted::{JsonBody, PostedBody};
use super::problem::Problem;
use super::rule::{self, Broken, Checked, Rule, check};
use crate::request_parser;
use crate::sql::{CustomerEntry, CustomerTooLong};

/// The most numbers in one request.
pub(super) const MAX_NUMBERS: usize = 500;
/// The most characters of a line, such as a reason.
const LINE: usize = countersign_ledger::case::LINE_LIMIT;
/// The most characters of a note.
const NOTE: usize = countersign_ledger::case::NOTE_LIMIT;

/// Numbers to create, all with the same license. Either all are created, or none.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewNumbers {
    /// The product; required if the desk has several products and the token is for all of them.
    #[schema(min_length = 1, max_length = 64, example = "example-os")]
    pub(super) product: Option<String>,
    /// The license numbers. A number that already exists with the same license is unchanged.
    #[schema(min_items = 1, max_items = 500, example = json!(["AA03220123951"]))]
    pub(super) numbers: Vec<String>,
    /// The edition; default 0.
    #[schema(minimum = 0, maximum = 15)]
    pub(super) edition: Option<u8>,
    /// `never`, a last day as `2027-12-31`, or days from first use as `365d`; default `never`.
    #[schema(pattern = "^(never|[1-9][0-9]{0,4}d|[0-9]{4}-[0-9]{2}-[0-9]{2})$", example = "365d")]
    pub(super) expiry: Option<String>,
    /// How many machines may use a number at the same time; default 1.
    #[schema(minimum = 1, maximum = 65535)]
    pub(super) seats: Option<u16>,
    /// The customer of the numbers.
    pub(super) customer: Option<Customer>,
}

/// A customer, and the vendor's own ticket. An omitted member is empty.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Customer {
    /// The organisation.
    #[schema(max_length = 200, example = "Acme")]
    organisation: String,
    /// A person at the organisation.
    #[schema(max_length = 200)]
    contact: String,
    /// A telephone number.
    #[schema(max_length = 200)]
    telephone: String,
    /// A mail address.
    #[schema(max_length = 200)]
    mail: String,
    /// The vendor's own ticket, such as an order number.
    #[schema(max_length = 200, example = "ORDER-7")]
    ticket: String,
}

impl Customer {
    /// The entry that the ledger stores.
    ///
    /// # Errors
    /// [`CustomerTooLong`].
    pub(super) fn entry(&self) -> Result<CustomerEntry, CustomerTooLong> {
        CustomerEntry::of_typed(self.texts())
    }

    fn texts(&self) -> [&str; 5] {
        [&self.organisation, &self.contact, &self.telephone, &self.mail, &self.ticket]
    }
}

/// A new expiry of a number.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Renewal {
    /// `never`, a last day as `2027-12-31`, or days from first use as `365d`.
    #[schema(pattern = "^(never|[1-9][0-9]{0,4}d|[0-9]{4}-[0-9]{2}-[0-9]{2})$", example = "2027-12-31")]
    pub(super) expiry: String,
    /// The reason, for the audit.
    #[schema(min_length = 1, max_length = 200, example = "order 7")]
    pub(super) reason: String,
}

/// A new edition, a new number of seats, or both.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Edit {
    /// The new edition.
    #[schema(minimum = 0, maximum = 15)]
    pub(super) edition: Option<u8>,
    /// The new number of seats; at least the number of taken seats.
    #[schema(minimum = 1, maximum = 65535)]
    pub(super) seats: Option<u16>,
    /// The reason, for the audit.
    #[schema(min_length = 1, max_length = 200)]
    pub(super) reason: String,
}

/// A reason.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    /// The reason, for the audit.
    #[schema(min_length = 1, max_length = 200, example = "payment is missing")]
    pub(super) reason: String,
}

/// A seat to release.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Release {
    /// The seat; may be omitted if only one seat is taken.
    #[schema(minimum = 1, maximum = 65535)]
    pub(super) seat: Option<u16>,
    /// The receipt that the device showed when it gave the license back. It names the seat itself.
    #[schema(min_length = 1, max_length = 200)]
    pub(super) receipt: Option<String>,
    /// The reason, for the audit; required without a receipt.
    #[schema(min_length = 1, max_length = 200)]
    pub(super) reason: Option<String>,
}

/// A seat to move to another machine of the same customer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Move {
    /// The seat; may be omitted if only one seat is taken.
    #[schema(minimum = 1, maximum = 65535)]
    pub(super) seat: Option<u16>,
    /// The request of the machine that gets the seat. If omitted, the next machine that asks gets the seat.
    #[schema(min_length = 1, max_length = 65536)]
    pub(super) request: Option<String>,
    /// The reason, for the audit.
    #[schema(min_length = 1, max_length = 200)]
    pub(super) reason: String,
    /// What a person has verified, such as a photo of the machine's label; required if several other machines have the same values
    /// (`VALUE-SEEN`). The audit keeps it.
    #[schema(min_length = 1, max_length = 200, example = "photo of the label")]
    pub(super) verified: Option<String>,
}

/// A request of a machine.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskedRequest {
    /// The text or the link of the request, also inside a mail; or a license number and the four lines of a spoken request.
    #[schema(min_length = 1, max_length = 65536, example = "HTTPS://DESK.EXAMPLE/R/...")]
    pub(super) request: String,
    /// The binding: 2 is the older one; default 3.
    #[schema(minimum = 2, maximum = 3)]
    pub(super) scheme: Option<u8>,
    /// What a person has verified, such as a photo of the machine's label; required if several other machines have the same values
    /// (`VALUE-SEEN`). The audit keeps it.
    #[schema(min_length = 1, max_length = 200, example = "photo of the label")]
    pub(super) verified: Option<String>,
}

/// A note on a case.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    /// The text; may have several lines.
    #[schema(min_length = 1, max_length = 4000)]
    pub(super) text: String,
    /// Who may read the note; default `internal`.
    pub(super) audience: Option<Audience>,
}

/// Who may read a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Audience {
    /// Only the desk.
    Internal,
    /// The desk and the customer.
    Customer,
}

/// The closing of a case.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Close {
    /// The reason.
    #[schema(min_length = 1, max_length = 200)]
    pub(super) reason: String,
}

/// The assignee of a case.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Assignment {
    /// The name of an operator; null or omitted for no assignee.
    #[schema(min_length = 1, max_length = 40)]
    pub(super) operator: Option<String>,
}

/// A file of license numbers, one in each line: number, edition, expiry, seats, organisation, contact, telephone, mail, ticket.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub(super) struct CsvFile(pub(super) Bytes);

impl PostedBody for CsvFile {
    fn read(media_type: &str, bytes: Bytes) -> Result<Self, Problem> {
        if media_type.eq_ignore_ascii_case("text/csv") { Ok(Self(bytes)) } else { Err(Problem::MediaType) }
    }
}

impl JsonBody for NewNumbers {
    fn check(&self) -> Result<(), Broken> {
        let counted = (1..=MAX_NUMBERS).contains(&self.numbers.len());
        check(&[
            rule::optional_text("product", self.product.as_ref(), 64),
            ("numbers", counted, Rule::Entries(1, MAX_NUMBERS)),
            edition(self.edition),
            expiry::member("expiry", self.expiry.as_deref().unwrap_or("never")),
            seats("seats", self.seats),
        ])?;
        self.customer.as_ref().map_or(Ok(()), Customer::check)
    }
}

impl JsonBody for Customer {
    fn check(&self) -> Result<(), Broken> {
        let names = ["organisation", "contact", "telephone", "mail", "ticket"];
        let members = names.into_iter().zip(self.texts());
        let member =
            |(name, text): (_, &str)| (name, text.chars().count() <= LINE, Rule::Characters(0, LINE));
        check(&members.map(member).collect::<Vec<_>>())
    }
}

impl JsonBody for Renewal {
    fn check(&self) -> Result<(), Broken> {
        check(&[expiry::member("expiry", &self.expiry), rule::text("reason", &self.reason, LINE)])
    }
}

impl JsonBody for Edit {
    fn check(&self) -> Result<(), Broken> {
        check(&[edition(self.edition), seats("seats", self.seats), rule::text("reason", &self.reason, LINE)])
    }
}

impl JsonBody for Reason {
    fn check(&self) -> Result<(), Broken> {
        check(&[rule::text("reason", &self.reason, LINE)])
    }
}

impl JsonBody for Release {
    fn check(&self) -> Result<(), Broken> {
        check(&[
            seats("seat", self.seat),
            rule::optional_text("receipt", self.receipt.as_ref(), LINE),
            rule::optional_text("reason", self.reason.as_ref(), LINE),
        ])
    }
}

impl JsonBody for Move {
    fn check(&self) -> Result<(), Broken> {
        check(&[
            seats("seat", self.seat),
            rule::optional_text("request", self.request.as_ref(), request_parser::MAX_BYTES),
            rule::text("reason", &self.reason, LINE),
            rule::optional_text("verified", self.verified.as_ref(), LINE),
        ])
    }
}

impl JsonBody for AskedRequest {
    fn check(&self) -> Result<(), Broken> {
        check(&[
            rule::text("request", &self.request, request_parser::MAX_BYTES),
            rule::optional_number("scheme", self.scheme, 2, 3),
            rule::optional_text("verified", self.verified.as_ref(), LINE),
        ])
    }
}

impl JsonBody for Note {
    fn check(&self) -> Result<(), Broken> {
        check(&[rule::text("text", &self.text, NOTE)])
    }
}

impl JsonBody for Close {
    fn check(&self) -> Result<(), Broken> {
        check(&[rule::text("reason", &self.reason, LINE)])
    }
}

impl JsonBody for Assignment {
    fn check(&self) -> Result<(), Broken> {
        check(&[rule::optional_text("operator", self.operator.as_ref(), 40)])
    }
}

fn edition(given: Option<u8>) -> Checked {
    rule::optional_number("edition", given, 0, 15)
}

fn seats(name: &'static str, given: Option<u16>) -> Checked {
    rule::optional_number(name, given, 1, usize::from(u16::MAX))
}
