//! Argon2id (RFC 9106) for passwords and sealed keys, in memory that the process keeps and reuses.
//!
//! A computation takes 19 MiB. The allocator keeps memory of this size for each thread that freed it, so each thread that ever
//! computed would cost the process as much. Here a computation takes memory that another one has left.

use std::sync::{Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Block, Params, Version};

/// The memory that no computation uses now.
static FREE: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());
/// How much of it is kept: for the two passwords that are hashed at the same time, and for the keys.
const KEPT: usize = 3;
/// Blocks of 1 KiB that are kept. The allocator returns 32 MiB and more to the system itself.
const KEPT_BLOCKS: usize = 32 * 1_024;

/// Computes the hash of a secret, of the length of `hash`. Never waits for another computation.
///
/// # Errors
/// [`argon2::Error`] if the lengths of the secret, the salt or the hash are outside the limits of Argon2.
pub(crate) fn derive(
    params: Params,
    secret: &[u8],
    salt: &[u8],
    hash: &mut [u8],
) -> Result<(), argon2::Error> {
    let free = || FREE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut blocks = free().pop().unwrap_or_default();
    let count = params.block_count();
    if blocks.len() < count {
        blocks.resize(count, Block::default());
    }
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let done = argon2.hash_password_into_with_memory(secret, salt, hash, &mut blocks[..count]);
    let mut free = free();
    if free.len() < KEPT && blocks.len() <= KEPT_BLOCKS {
        free.push(blocks);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9106 names no vector without a key, so the peer is the crate's own allocation.
    #[test]
    fn reused_memory_changes_no_hash() {
        for (kib, passes, lanes) in [(64, 1, 1), (19_456, 2, 1), (64, 3, 2), (40_000, 1, 1), (8, 1, 1)] {
            let params = Params::new(kib, passes, lanes, Some(32)).unwrap();
            let (mut ours, mut theirs) = ([0; 32], [0; 32]);
            derive(params.clone(), b"secret", b"salt of 16 bytes", &mut ours).unwrap();
            let peer = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            peer.hash_password_into(b"secret", b"salt of 16 bytes", &mut theirs).unwrap();
            assert_eq!(ours, theirs, "{kib} KiB, {passes} passes, {lanes} lanes");
        }
        assert!(derive(Params::default(), b"secret", b"short", &mut [0; 32]).is_err());
    }

    #[test]
    fn many_computations_leave_little_memory() {
        let begin = std::sync::Barrier::new(8);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let params = Params::new(19_456, 1, 1, Some(32)).unwrap();
                    begin.wait();
                    derive(params, b"secret", b"salt of 16 bytes", &mut [0; 32]).unwrap();
                });
            }
        });
        let kept: Vec<usize> = FREE.lock().unwrap().iter().map(Vec::len).collect();
        assert!((1..=KEPT).contains(&kept.len()), "{kept:?} blocks are kept");
        assert!(kept.iter().all(|blocks| *blocks <= KEPT_BLOCKS), "{kept:?}");
    }
}
