//! Reviews a machine from three strings: `cargo run --example review_values -- MANUFACTURER MODEL SERIAL`.

use countersign_core::machine::Machine;
use countersign_core::review::{Policy, review};
use countersign_core::text::{self, Lang};

fn main() {
    let mut given = std::env::args().skip(1);
    let (manufacturer, model, serial) = match (given.next(), given.next(), given.next()) {
        (Some(manufacturer), Some(model), Some(serial)) => (manufacturer, model, serial),
        _ => ("ASRock".to_owned(), "All Series".to_owned(), "To Be Filled By O.E.M.".to_owned()),
    };

    let machine = Machine::from_values(&manufacturer, &model, &serial);
    let review = review(&machine, &Policy::default());
    for finding in review.binding() {
        let code = finding.code().unwrap_or_else(|| "ok".to_owned());
        println!("{:<14}{:<24}  {code}", finding.field.name(), finding.shown);
        println!("{:14}{}", "", text::review::why(Lang::En, finding));
    }
    println!("{}", text::review::headline(Lang::En, &review));
}
