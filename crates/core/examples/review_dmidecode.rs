//! Reviews a machine from the text that `dmidecode` prints: `dmidecode | cargo run --example review_dmidecode`.

use std::error::Error;
use std::io::{IsTerminal, Read};

use countersign_core::machine::Machine;
use countersign_core::review::{Policy, review};
use countersign_core::text::{self, Lang};

/// The output of `dmidecode -q` on a machine with fillers. The example reads it where standard input is empty or a terminal.
const SAMPLE: &str = "\
System Information
	Manufacturer: System manufacturer
	Product Name: System Product Name
	Serial Number: System Serial Number
	UUID: 1ddbeb7e-aea3-4ae3-8a57-61867d346372

Base Board Information
	Manufacturer: ASUSTeK COMPUTER INC.
	Product Name: PRIME B350-PLUS
	Serial Number: 170808521902341
";

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    let mut input = std::io::stdin();
    if !input.is_terminal() {
        input.read_to_string(&mut text)?;
    }
    let text = if text.is_empty() { SAMPLE } else { &text };

    let machine = Machine::from_dmidecode(text).ok_or("not the output of dmidecode")?;
    let review = review(&machine, &Policy::default());
    for finding in &review.findings {
        let code = finding.code().unwrap_or_else(|| "ok".to_owned());
        println!("{:<22}{:<38}  {code}", finding.field.name(), finding.shown);
    }
    println!("{}", text::review::headline(Lang::En, &review));
    Ok(())
}
