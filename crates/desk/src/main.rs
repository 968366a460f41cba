//! The program `countersign-desk`. Its code is in the library, in `commands`.

use std::process::ExitCode;

fn main() -> ExitCode {
    countersign_desk::commands::main()
}
