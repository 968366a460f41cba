//! What a program file needs from the system (ELF-64 specification, little-endian).

/// The needs of a program file.
pub struct Needs {
    /// How many shared libraries.
    pub libraries: usize,
    /// Whether a loader must start it.
    pub loader: bool,
}

/// Program headers: a loader's name, and the dynamic section; in it, a library's name.
const PT_DYNAMIC: u64 = 2;
const PT_INTERP: u64 = 3;
const DT_NEEDED: u64 = 1;

/// Reads the program headers. `None`: the file is not a little-endian ELF-64 file.
pub fn needs(file: &[u8]) -> Option<Needs> {
    if !file.starts_with(b"\x7fELF\x02\x01") {
        return None;
    }
    let (headers, length, count) = (number(file, 32, 8)?, number(file, 54, 2)?, number(file, 56, 2)?);
    let mut needs = Needs { libraries: 0, loader: false };
    for at in 0..count {
        let header = usize::try_from(headers + at * length).ok()?;
        match number(file, header, 4)? {
            PT_INTERP => needs.loader = true,
            PT_DYNAMIC => {
                let start = usize::try_from(number(file, header + 8, 8)?).ok()?;
                let bytes = usize::try_from(number(file, header + 32, 8)?).ok()?;
                let section = file.get(start..start.checked_add(bytes)?)?;
                needs.libraries =
                    section.chunks_exact(16).filter(|entry| number(entry, 0, 8) == Some(DT_NEEDED)).count();
            }
            _ => {}
        }
    }
    Some(needs)
}

fn number(file: &[u8], at: usize, bytes: usize) -> Option<u64> {
    let field = file.get(at..at.checked_add(bytes)?)?;
    Some(field.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
