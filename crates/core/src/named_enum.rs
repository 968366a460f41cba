//! Enums whose variants have stable names.

/// Declares an enum together with the stable name of each variant, the list `ALL`, and the functions `name` and `from_name`.
/// No variant can be left out of any.
///
/// `named_enum! { /// Doc.  pub enum Kind { /// Doc.  One = "one", /// Doc.  Other = "other" } }`
#[macro_export]
macro_rules! named_enum {
    ($(#[$attribute:meta])* pub enum $enum:ident { $($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)? }) => {
        $(#[$attribute])*
        pub enum $enum { $($(#[$doc])* $variant),* }

        impl $enum {
            /// Every variant, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The variant with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}
