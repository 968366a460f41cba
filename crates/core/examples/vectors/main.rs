//! Writes the vector files of the wire: `cargo run -p countersign-core --example vectors -- DIR`.
//!
//! `tests/vectors` holds the frozen vectors of format 2. Write there only to add cases; `git diff` must show no change of an old
//! line.
#![allow(clippy::unwrap_used, missing_docs, reason = "a tool for developers")]

mod licenses;
mod lines;
mod markers;
mod numbers;
mod requests;
#[path = "../../tests/vectors/shape.rs"]
mod shape;
mod spoken;

use std::path::Path;

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let folder = Path::new(&folder);
    let requests = requests::requests();
    write(folder, "markers", &markers::markers());
    write(folder, "numbers", &numbers::numbers());
    write(folder, "spoken", &spoken::spoken(&requests));
    write(folder, "licenses", &licenses::licenses(&requests));
    write(folder, "requests", &requests);
    write(folder, "lines", &lines::lines());
}

fn write(folder: &Path, name: &str, vectors: &impl serde::Serialize) {
    std::fs::write(folder.join(name).with_extension("toml"), toml::to_string(vectors).unwrap()).unwrap();
}
