//! `seeds FOLDER [TARGET…]` writes the seeds of each target to `FOLDER/TARGET/seed-NAME`.

use std::path::PathBuf;

// Instrumented code calls functions of libFuzzer, so libFuzzer is linked. Its `main` isn't used, because this program has its own.
use libfuzzer_sys as _;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "corpus".to_owned()));
    let wanted: Vec<String> = arguments.collect();
    for (target, seeds) in countersign_fuzz::SEEDS {
        if !wanted.is_empty() && !wanted.iter().any(|one| one == target) {
            continue;
        }
        let folder = folder.join(target);
        std::fs::create_dir_all(&folder)?;
        let seeds = seeds();
        for (name, bytes) in &seeds {
            let name: String = name
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() || ".-".contains(c) { c } else { '-' })
                .collect();
            std::fs::write(folder.join(format!("seed-{name}")), bytes)?;
        }
        println!("{target}: {} seeds", seeds.len());
    }
    Ok(())
}
