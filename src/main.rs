//! The program `countersign`. Its code is in the library, in `commands`.

use std::process::ExitCode;

fn main() -> ExitCode {
    countersign::commands::main()
}
