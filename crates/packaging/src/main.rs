//! The program `countersign-packaging`: writes manual pages and completions into a folder, when packages are built.

use std::path::PathBuf;

use clap::Parser;

/// Writes what the packages hold beside the programs.
#[derive(Parser)]
#[command(name = "countersign-packaging", version)]
struct Cli {
    /// The day that the manual pages carry, such as 2026-11-28
    #[arg(long, value_name = "DAY")]
    date: String,
    /// The folder; it gets `man` and `completions`
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    countersign_packaging::write(&cli.folder, &cli.date)
}
