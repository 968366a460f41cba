//! `licenses list`: lists license numbers as text, JSON or CSV. Each page is printed as it is read, so that
//! the list may have any length.

use std::io::{self, Write};

use clap::ArgMatches;

use super::context::LicenseContext;
use super::show::expiry_text;
use crate::access::Permission;
use crate::commands::exit::Exit;
use crate::commands::failure::Failure;
use crate::commands::output::{self, Output};
use crate::commands::permissions;
use crate::commands::text_layout::pad;
use crate::list_export::{ExportFormat, Exporter};
use crate::sql::{ListedLicense, NumberFilter, NumberOrder, NumberState};
use crate::text::{DeskLine as L, DeskSentence};
use countersign_core::protocol::license::{date_of, day_of};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::ShownState;
use countersign_ledger::text::LedgerLine;

/// The number of license numbers that are read at once.
const PAGE: usize = 1_000;

/// Prints the list.
pub(super) fn list(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let format = match (context.invocation.json, args.get_flag("csv")) {
        (true, _) => Some(ExportFormat::Json),
        (_, true) => Some(ExportFormat::Csv),
        _ => None,
    };
    // An export to a file needs the permission for exports, and is recorded.
    if format.is_some() {
        permissions::require(&context.store, context.invocation, Permission::ExportLists)?;
        context.invocation.record(&context.store, "list-exported", "numbers")?;
    }
    let out = io::BufWriter::new(io::stdout().lock());
    let mut list = LicenseList { out, lang: context.lang(), count: 0, exporter: None };
    let printed = print(context, &filters(context, args), format, &mut list)?;
    // A closed pipe is no fault: its reader has read enough.
    Ok(Output { text: String::new(), exit: if printed { Exit::Done } else { Exit::Fault } })
}

/// Returns the filters of the list, one for each product.
fn filters(context: &LicenseContext<'_>, args: &ArgMatches) -> Vec<NumberFilter> {
    let shown = args.get_one::<String>("state").and_then(|name| ShownState::from_name(name));
    let expiring = args.get_one::<u16>("expiring").copied().map(NumberState::Expiring);
    let state = shown.map(NumberState::Shown).or(expiring);
    let customer = args.get_one::<String>("customer").cloned();
    let products = context.listed_products().into_iter().map(|one| Some(one.product.clone()));
    products.map(|product| NumberFilter { product, state, customer: customer.clone() }).collect()
}

fn print(
    context: &LicenseContext<'_>,
    filters: &[NumberFilter],
    format: Option<ExportFormat>,
    list: &mut LicenseList<impl Write>,
) -> Result<bool, Failure> {
    let today = day_of(context.invocation.now);
    let mut done = list.begin(format);
    for filter in filters {
        let digits = filter.product.as_ref().map_or(0, |product| context.mask(product).len());
        let mut after = None;
        loop {
            let page = context.store.list_numbers(filter, NumberOrder::Number, after.as_ref(), PAGE, today);
            let page = context.invocation.query(page)?;
            done = done.and_then(|()| list.rows(&page.rows, digits));
            if done.is_err() {
                return Ok(output::is_written(done));
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(output::is_written(done.and_then(|()| list.end())))
}

/// A list of license numbers as text, or in an export format.
struct LicenseList<W> {
    out: W,
    lang: Lang,
    count: usize,
    exporter: Option<Exporter>,
}

impl<W: Write> LicenseList<W> {
    fn begin(&mut self, format: Option<ExportFormat>) -> io::Result<()> {
        let Some(format) = format else { return Ok(()) };
        let (exporter, head) = Exporter::begin::<ListedLicense>(format);
        self.exporter = Some(exporter);
        self.out.write_all(head.as_bytes())
    }

    fn rows(&mut self, rows: &[ListedLicense], digits: usize) -> io::Result<()> {
        self.count += rows.len();
        if let Some(exporter) = &mut self.exporter {
            return self.out.write_all(exporter.rows(rows).as_bytes());
        }
        rows.iter().try_for_each(|one| self.line(one, digits))
    }

    fn line(&mut self, one: &ListedLicense, digits: usize) -> io::Result<()> {
        let state = LedgerLine::of_state(one.state).say(self.lang);
        let since = one.bound.map(date_of).unwrap_or_default();
        let license = expiry_text(one.license.expiry, self.lang);
        let number = pad(&one.number, digits + 2);
        let edition = DeskSentence::ListEdition { edition: &one.license.edition.0 }.say(self.lang);
        let line = format!("{number}{}{}{}{license}", pad(state, 12), pad(&since, 12), pad(&edition, 14));
        writeln!(self.out, "{}", line.trim_end())
    }

    fn end(&mut self) -> io::Result<()> {
        if let Some(exporter) = self.exporter.take() {
            self.out.write_all(exporter.end().as_bytes())?;
        } else if self.count == 0 {
            writeln!(self.out, "{}", L::ListEmpty.say(self.lang))?;
        } else {
            writeln!(self.out, "\n{}", DeskSentence::ListTotal { count: &self.count }.say(self.lang))?;
        }
        self.out.flush()
    }
}
