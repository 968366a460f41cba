//! Are the hardware values of a machine fit to bind a licence to, and what to do where they are not.

pub mod lang;
pub mod machine;
pub mod profile;
pub mod protocol;
pub mod remedy;
pub mod review;
pub mod step;
pub mod text;
