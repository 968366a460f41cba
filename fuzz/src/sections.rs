//! Several files in one input: a line `== NAME`, then the bytes of the file up to the next such line.
//!
//! Never here: the meaning of a file.

/// The start of a line with a name.
const MARK: &[u8] = b"== ";

/// The most files of one input.
const MAX_FILES: usize = 48;

/// Returns the names and bytes of the files. Skips the bytes before the first name, and files with a name that isn't UTF-8. The line break
/// before a name isn't part of a file.
pub fn split(input: &[u8]) -> Vec<(&str, &[u8])> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < input.len() && starts.len() <= MAX_FILES {
        if input[at..].starts_with(MARK) {
            starts.push(at);
        }
        at = input[at..].iter().position(|byte| *byte == b'\n').map_or(input.len(), |end| at + end + 1);
    }
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([input.len()]);
    let file = |(start, end): (&usize, usize)| {
        let file = &input[start + MARK.len()..end];
        let name_end = file.iter().position(|byte| *byte == b'\n').unwrap_or(file.len());
        let (name, rest) = file.split_at(name_end);
        Some((std::str::from_utf8(name).ok()?, rest.strip_prefix(b"\n").unwrap_or(rest)))
    };
    starts.iter().zip(ends).filter_map(file).take(MAX_FILES).collect()
}

/// Returns an input with these files, the inverse of [`split`].
pub fn join<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let one = |(name, bytes): (&str, &[u8])| [MARK, name.as_bytes(), b"\n", bytes].concat();
    files.into_iter().map(one).collect::<Vec<_>>().join(&b'\n')
}
