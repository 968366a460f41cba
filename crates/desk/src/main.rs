//! The program `countersign-desk`; all of it lives in the library's room `desk`.

use std::process::ExitCode;

fn main() -> ExitCode {
    countersign_desk::commands::main()
}
