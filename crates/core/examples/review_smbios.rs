//! Reviews a machine from the bytes of an SMBIOS table: `cargo run --example review_smbios -- [FILE]`.
//!
//! FILE is a dump of `dmidecode --dump-bin`, or `/sys/firmware/dmi/tables/DMI`, which root can read. Without FILE, the example makes
//! a table.

use std::error::Error;
use std::path::Path;

use countersign_core::machine::{Machine, encode_dump};
use countersign_core::review::{Policy, review};
use countersign_core::text::{self, Lang};

fn main() -> Result<(), Box<dyn Error>> {
    let (table, entry_point) = match std::env::args().nth(1) {
        Some(path) => {
            let beside = Path::new(&path).with_file_name("smbios_entry_point");
            (std::fs::read(&path)?, std::fs::read(beside).ok())
        }
        None => (encode_dump(&Machine::from_values("ASRock", "B450M Pro4", "0123456789")), None),
    };

    let machine = Machine::from_smbios(&table, entry_point.as_deref()).ok_or("not an SMBIOS table")?;
    if let Some((major, minor)) = machine.smbios_version {
        println!("SMBIOS {major}.{minor}");
    }
    let review = review(&machine, &Policy::default());
    for finding in &review.findings {
        let code = finding.code().unwrap_or_else(|| "ok".to_owned());
        println!("{:<22}{:<38}  {code}", finding.field.name(), finding.shown);
    }
    println!("{}", text::review::headline(Lang::En, &review));
    Ok(())
}
