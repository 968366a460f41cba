//! Reviews the machines of an inventory: `cargo run --example inventory -- machines.csv`.
//!
//! The file has one machine a line. Its first line names the columns: `host`, and fields by their stable names, such as `serial` or
//! `board-serial`. Other columns are passed over. An empty cell of a field means that the firmware has no value there. Exit code 3 if a
//! machine isn't acceptable.

use std::error::Error;
use std::process::ExitCode;

use countersign_core::machine::{Field, Machine, Reading, printable};
use countersign_core::protocol::binding::Binding;
use countersign_core::remedy::plan;
use countersign_core::review::{Policy, review};
use countersign_core::text::{Lang, way};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: inventory FILE.csv")?;
    let mut table = csv::Reader::from_path(path)?;
    let titles = table.headers()?.clone();
    let mut refused = false;
    for row in table.records() {
        let row = row?;
        let cell = |title: &str| titles.iter().position(|one| one == title).and_then(|at| row.get(at));

        let fields = titles.iter().filter_map(Field::from_name).map(|field| match cell(field.name()) {
            None | Some("") => (field, Reading::NotSet),
            Some(value) => (field, Reading::text(value)),
        });
        let machine = Machine::from_fields(fields.collect(), None);
        // The profile of a product has a policy too: `Profile::parse(text)?.policy`.
        let policy = Policy::default();
        let review = review(&machine, &policy);
        refused |= review.acceptable() != Some(true);

        let host = printable(cell("host").unwrap_or_default().as_bytes());
        let codes: Vec<String> = review.binding().filter_map(|finding| finding.code()).collect();
        println!("{host}: {}", if codes.is_empty() { "ok".to_owned() } else { codes.join(" ") });
        let marker2 = Binding::marker2_of(&machine, &review);
        if let Some(best) = plan(&machine, &review, &policy, marker2, None).ways.first() {
            println!("    {}", way::way_title(Lang::En, best));
            for value in way::way_values(Lang::En, &best.values) {
                println!("        {value}");
            }
        }
    }
    Ok(ExitCode::from(if refused { 3 } else { 0 }))
}
