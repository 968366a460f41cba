//! A posted form with a file.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::Multipart;

use crate::web::error::WebError;

/// The name of the field with the file.
const FILE: &str = "file";

/// The fields of a posted form, one of them a file.
#[derive(Default)]
pub(super) struct Upload {
    /// The name of the file, as the browser gave it.
    pub(super) name: String,
    /// The file; empty if none was chosen.
    pub(super) bytes: Bytes,
    fields: BTreeMap<String, String>,
}

impl Upload {
    /// Reads the form.
    ///
    /// # Errors
    /// The form is longer than the route allows.
    pub(super) async fn read(mut form: Multipart) -> Result<Self, WebError> {
        let mut upload = Self::default();
        while let Some(field) = form.next_field().await.map_err(|_| WebError::TooLong)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == FILE {
                field.file_name().unwrap_or_default().clone_into(&mut upload.name);
            }
            let bytes = field.bytes().await.map_err(|_| WebError::TooLong)?;
            if name == FILE {
                upload.bytes = bytes;
            } else {
                upload.fields.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        Ok(upload)
    }

    /// The file; if none was chosen, the text of a field.
    pub(super) fn bytes_or(&self, name: &str) -> Bytes {
        if self.bytes.is_empty() {
            Bytes::copy_from_slice(self.field(name).trim().as_bytes())
        } else {
            self.bytes.clone()
        }
    }

    /// A field; empty if it is missing.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// The names and texts of the fields without the file.
    pub(super) fn texts(&self) -> Vec<(String, String)> {
        self.fields.iter().map(|(name, text)| (name.clone(), text.clone())).collect()
    }

    /// Whether a box is ticked.
    pub(super) fn is_ticked(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }
}
