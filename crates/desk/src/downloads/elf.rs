//! Reads from the header of an ELF file whether it is a program, and for which processor.

use thiserror::Error;

use super::Processor;

/// The number of bytes of the ELF header.
const HEADER_BYTES: usize = 64;

/// Why a file is not a program that the desk can hand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotAProgram {
    /// Not a 64-bit ELF file.
    #[error("not a 64-bit ELF file")]
    NotElf,
    /// An object, a library or a core dump.
    #[error("not a program")]
    NotExecutable,
    /// A program for another processor, with its ELF machine number.
    #[error("machine {0}")]
    Machine(u16),
}

/// Returns the processor of a program.
///
/// # Errors
/// [`NotAProgram`] if the file is not a program for one of the processors.
pub fn processor(bytes: &[u8]) -> Result<Processor, NotAProgram> {
    const ELF_64_LITTLE_ENDIAN: &[u8] = b"\x7fELF\x02\x01\x01";
    const EXECUTABLE: u16 = 2;
    // This type is for position-independent programs, and for libraries, which have no entry point.
    const SHARED: u16 = 3;
    let header = bytes.get(..HEADER_BYTES).ok_or(NotAProgram::NotElf)?;
    if !header.starts_with(ELF_64_LITTLE_ENDIAN) {
        return Err(NotAProgram::NotElf);
    }
    let [kind, machine] = [16, 18].map(|at| u16::from_le_bytes([header[at], header[at + 1]]));
    let begins = header[24..32].iter().any(|byte| *byte != 0);
    if !matches!(kind, EXECUTABLE | SHARED) || !begins {
        return Err(NotAProgram::NotExecutable);
    }
    match machine {
        62 => Ok(Processor::X86_64),
        183 => Ok(Processor::Aarch64),
        other => Err(NotAProgram::Machine(other)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns a header with the given type and machine.
    fn header(kind: u16, machine: u16) -> [u8; 64] {
        let mut header = [0; 64];
        header[..7].copy_from_slice(b"\x7fELF\x02\x01\x01");
        header[16..18].copy_from_slice(&kind.to_le_bytes());
        header[18..20].copy_from_slice(&machine.to_le_bytes());
        header[24] = 0x40;
        header
    }

    #[test]
    fn programs_for_two_processors_are_accepted() {
        assert_eq!(processor(&header(2, 62)), Ok(Processor::X86_64));
        assert_eq!(processor(&header(3, 183)), Ok(Processor::Aarch64));
        let this = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        assert_eq!(processor(&this).map(Processor::name), Ok(std::env::consts::ARCH));
    }

    #[test]
    fn everything_else_is_refused() {
        let mut library = header(3, 62);
        library[24] = 0;
        let mut small = header(2, 62);
        small[4] = 1;
        for (bytes, why) in [
            (&header(1, 62)[..], NotAProgram::NotExecutable),
            (&header(4, 62), NotAProgram::NotExecutable),
            (&library, NotAProgram::NotExecutable),
            (&header(2, 243), NotAProgram::Machine(243)),
            (&small, NotAProgram::NotElf),
            (&header(2, 62)[..63], NotAProgram::NotElf),
            (b"#!/bin/sh\nexec true\n", NotAProgram::NotElf),
            (b"", NotAProgram::NotElf),
        ] {
            assert_eq!(processor(bytes), Err(why));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_handled_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = processor(&bytes);
        }
    }
}
