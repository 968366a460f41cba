//! `doctor` where several products are installed: the checks of the machine once, then those of each product.

use std::io::Write;

use serde_json::{Value, json};

use super::{end, entries, exit, objects, worst};
use crate::commands::context::Context;
use crate::commands::exit::Exit;
use crate::commands::products::{Product, refused};
use crate::commands::stdout;
use crate::page::{self, CheckEntry, OutputWidth};
use crate::text::CommandSentence;
use countersign_core::lang::Lang;
use countersign_core::machine::Machine;
use countersign_core::text::Line;
use countersign_keep::safe_path;

/// The checks that differ from product to product.
const OF_PRODUCT: [&str; 5] = ["fields", "profile", "keys", "qr", "route"];

/// The checks of one product.
struct Checks<'a> {
    product: &'a Product,
    entries: Vec<CheckEntry>,
}

/// Runs the command.
///
/// # Errors
/// If standard output is closed.
pub fn run(context: &Context, machine: &Machine, plain: bool, as_json: bool) -> anyhow::Result<Exit> {
    let lang = context.lang;
    let mut of_machine = None;
    let mut products = Vec::new();
    for product in &context.several {
        let entries = match product {
            Ok(found) => entries(&context.of_product(found.profile.clone()), machine.clone(), None, plain)?,
            Err(fault) => {
                entries(&context.of_no_product(), machine.clone(), Some(refused(fault, lang)), plain)?
            }
        };
        let (of_product, others): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|entry| OF_PRODUCT.contains(&entry.check));
        of_machine.get_or_insert(others);
        // Without a profile, the policy that judges the fields is unknown.
        let told = of_product.into_iter().filter(|entry| product.is_ok() || entry.check == "profile");
        products.push(Checks { product, entries: told.collect() });
    }
    let of_machine = of_machine.unwrap_or_default();
    let all = products.iter().map(|checks| worst(&checks.entries)).chain([worst(&of_machine)]);
    let worst = all.max().unwrap_or(worst(&of_machine));
    let mut out = stdout::output(lang, as_json);
    if as_json {
        let products: Vec<Value> = products.iter().map(Checks::object).collect();
        let object = json!({ "result": worst.name(), "checks": objects(&of_machine), "products": products });
        writeln!(out, "{object}")?;
    } else {
        let width = stdout::width();
        let groups = std::iter::once(page::check_group(lang, &of_machine, width));
        for line in groups.chain(products.iter().map(|checks| checks.lines(lang, width))).flatten() {
            writeln!(out, "{line}")?;
        }
        for line in page::check_lines(lang, &[], end(worst).say(lang), width).into_iter().skip(1) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(exit(worst))
}

impl Checks<'_> {
    fn lines(&self, lang: Lang, width: OutputWidth) -> Vec<String> {
        let title = match self.product {
            Ok(found) => {
                let profile = &found.profile;
                CommandSentence::StatusOf { name: &profile.name, product: &profile.product }.say(lang)
            }
            Err(fault) => safe_path(fault.path()),
        };
        std::iter::once(title).chain(page::check_group(lang, &self.entries, width)).collect()
    }

    fn object(&self) -> Value {
        let (path, profile) = match self.product {
            Ok(found) => (safe_path(&found.path), Some(&found.profile)),
            Err(fault) => (safe_path(fault.path()), None),
        };
        json!({
            "product": profile.map(|profile| &profile.product),
            "name": profile.map(|profile| &profile.name),
            "profile": path,
            "result": worst(&self.entries).name(),
            "checks": objects(&self.entries),
        })
    }
}
