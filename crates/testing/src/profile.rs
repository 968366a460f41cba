//! The text of a product's profile, as a desk publishes it.

/// A profile with this id, product and one pinned key. `public` is the public key in hexadecimal digits.
#[must_use]
pub fn profile_text(id: u16, product: &str, public: &str) -> String {
    format!(
        "id = {id}\nversion = 1\nproduct = \"{product}\"\nname = \"Example OS\"\nnumber-mask = \"AA99999999999\"\n\
         desk = \"desk.example\"\nrules = 3\n\n[[keys]]\nid = 0\npublic = \"{public}\"\n"
    )
}
