//! Imports the profiles and keys of an older desk, which had them in files: `profiles/ID.toml` and
//! `keys.toml`. The files are kept, and are not read again.

use std::path::Path;

use super::desk_data::OpenError;
use super::keys::{KeyError, KeyRing};
use super::profiles::{self, ProfilesError};
use super::sql::{PublishedChange, SqlStore, StoredKeyRing, StoredProfile};
use countersign_ledger::StoreError;

/// Imports the files, if the database has no profile and the folder has some.
pub(crate) async fn adopt(store: &SqlStore, folder: &Path) -> Result<(), OpenError> {
    let published = store.published().await?;
    let of_before = folder.join("profiles");
    if !published.profiles.is_empty() || !of_before.is_dir() {
        return Ok(());
    }
    let profiles = read_profiles(&of_before)?;
    let Some(newest) = profiles.last() else { return Ok(()) };
    let product = newest.product.clone();
    let path = folder.join("keys.toml");
    let text = std::fs::read_to_string(&path).map_err(|error| ProfilesError::Io { path, error })?;
    // On a server, others than the owner of the folder can read the keys.
    if store.file().is_none() && !KeyRing::is_sealed(&text) {
        return Err(KeyError::Unsealed.into());
    }
    let change = PublishedChange {
        generation: published.generation,
        profiles,
        key_rings: vec![StoredKeyRing { product: product.clone(), text }],
        ..PublishedChange::default()
    };
    match store.adopt(change, &product).await {
        // Another process has imported them in the meantime.
        Err(StoreError::Conflict) => Ok(()),
        adopted => Ok(adopted?),
    }
}

fn read_profiles(folder: &Path) -> Result<Vec<StoredProfile>, ProfilesError> {
    let io = |path: &Path, error| ProfilesError::Io { path: path.to_owned(), error };
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| io(folder, error))? {
        let path = entry.map_err(|error| io(folder, error))?.path();
        let id = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse().ok());
        if let (Some(id), Some("toml")) = (id, path.extension().and_then(|ending| ending.to_str())) {
            let text = std::fs::read_to_string(&path).map_err(|error| io(&path, error))?;
            all.push(profiles::stored(id, &text)?);
        }
    }
    all.sort_by_key(|profile| profile.id);
    Ok(all)
}
