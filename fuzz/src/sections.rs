//! Several files in one input: `== NAME` on a line of its own, then the bytes up to the next such line.
//!
//! Never here: what a file means.

/// What begins the line with a name.
const MARK: &[u8] = b"== ";

/// The most files of one input.
const MOST: usize = 48;

/// The names and bytes of the files. What stands before the first name is left out, as is a name that is no UTF-8. The line break
/// before a name belongs to no file.
pub fn split(input: &[u8]) -> Vec<(&str, &[u8])> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < input.len() && starts.len() <= MOST {
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
    starts.iter().zip(ends).filter_map(file).take(MOST).collect()
}

/// The input that [`split`] takes apart into these files.
pub fn join<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let one = |(name, bytes): (&str, &[u8])| [MARK, name.as_bytes(), b"\n", bytes].concat();
    files.into_iter().map(one).collect::<Vec<_>>().join(&b'\n')
}
