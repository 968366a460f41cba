//! The steps, one file for each: what belongs to the step alone, and what its actions do.
//!
//! A step gets a [`context::StepContext`] and returns an [`context::Outcome`]. It never gets the whole state or another
//! step, except that Request checks a code by the rules of Code.

pub mod code;
pub mod context;
pub mod declare;
pub mod done;
pub mod fix;
pub mod inspect;
pub mod keep;
pub mod request;
pub mod route;
pub mod welcome;
