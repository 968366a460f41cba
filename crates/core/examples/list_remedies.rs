//! Lists the remedies of a machine with proper values for the board and fillers for the system: `cargo run --example list_remedies`.

use countersign_core::machine::{Field, Machine};
use countersign_core::remedy::remedies;
use countersign_core::review::{DeclarePolicy, Policy, review};
use countersign_core::text::{self, Lang};

fn main() {
    let mut machine =
        Machine::from_values("To Be Filled By O.E.M.", "To Be Filled By O.E.M.", "Default string")
            .with_value(Field::BiosVendor, "American Megatrends Inc.")
            .with_value(Field::BoardManufacturer, "ASRock")
            .with_value(Field::BoardModel, "B450M Pro4")
            .with_value(Field::BoardSerial, "BR80G1234567")
            .infer_platform();
    machine.firmware.uefi = true;

    let policy = Policy { declared: DeclarePolicy::Serial, ..Policy::default() };
    let review = review(&machine, &policy);
    for remedy in remedies(&machine, &review, &policy, None) {
        println!("{}: {}", remedy.field.name(), text::remedy::heading(Lang::En, &remedy));
        if let (Some(value), Some(source)) = (&remedy.value, remedy.source) {
            println!("    value {value}, from {}", source.name());
        }
        for step in &remedy.steps {
            println!("    - {}", text::remedy::step(Lang::En, step));
            if let Some(command) = remedy.command.as_ref().filter(|_| step.takes_command()) {
                println!("        {}", command.shell());
            }
        }
    }
}
