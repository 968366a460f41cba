//! The device program.

use std::process::ExitCode;

fn main() -> ExitCode {
    countersign::commands::main()
}
