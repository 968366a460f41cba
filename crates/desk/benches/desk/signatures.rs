//! Signatures without a desk: by a key in software, and by a key on a token with the desk's code. A separate process of this program signs
//! with the token, because SoftHSM finds its tokens by an environment variable.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use countersign_core::machine::Origin;
use countersign_core::protocol::{Claims, Edition, KeyId, Marker, Scheme, Signer, Terms, UnsignedCode};
use countersign_desk::passphrase::Passphrase;
use countersign_desk::tokens::{TokenPlace, Tokens};
use countersign_testing::{PIN, SoftToken, TOKEN};

/// The first argument that makes this program sign with a token.
pub const MODE: &str = "token-signatures";

/// Measures how many codes a second a software key signs.
pub fn in_software(time: Duration) -> f64 {
    let signer = Signer::from_seed(KeyId(1), [7; 32]);
    let terms = terms();
    let start = Instant::now();
    let mut signed = 0_u32;
    while start.elapsed() < time {
        signer.sign(CLAIMS, &terms).unwrap();
        signed += 1;
    }
    f64::from(signed) / start.elapsed().as_secs_f64()
}

/// Measures how many codes a second a key on that token signs for that many callers at once.
pub fn on_token(token: &SoftToken, callers: usize, time: Duration) -> f64 {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(MODE).arg(token.softhsm()).arg(callers.to_string()).arg(time.as_millis().to_string());
    let ran = command.envs(token.env()).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap().trim().parse().unwrap()
}

/// Signs with a token, and prints how many codes a second it signed.
pub fn main(module: &str, callers: &str, milliseconds: &str) {
    let place = TokenPlace::new(Path::new(module), TOKEN, "signatures").unwrap();
    let tokens = Arc::new(Tokens::new(Some(Passphrase::from(PIN.to_owned()))));
    let (callers, time): (usize, u64) = (callers.parse().unwrap(), milliseconds.parse().unwrap());
    let time = Duration::from_millis(time);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build().unwrap();
    let rate = runtime.block_on(async {
        let key = tokens.adopt(place.clone()).await.unwrap().key;
        let start = Instant::now();
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..callers {
            let (tokens, place) = (Arc::clone(&tokens), place.clone());
            asking.spawn(async move {
                let unsigned = UnsignedCode::new(KeyId(1), CLAIMS, &terms()).unwrap();
                let mut signed = 0_u32;
                while start.elapsed() < time {
                    tokens.sign(place.clone(), key, unsigned.message().to_vec()).await.unwrap();
                    signed += 1;
                }
                f64::from(signed)
            });
        }
        asking.join_all().await.into_iter().sum::<f64>() / start.elapsed().as_secs_f64()
    });
    println!("{rate}");
}

const CLAIMS: Claims = Claims { edition: Edition(1), scheme: Scheme::Three, issued: 2400, expires: None };

fn terms() -> Terms {
    Terms {
        product: "example-os".into(),
        number: [1, 2, 3, 4, 5, 6],
        nonce: [9; 8],
        marker2: Some(Marker([2; 10])),
        marker3: Some(Marker([3; 10])),
        origins: [Origin::Firmware; 3],
    }
}
