//! The steps, one file each: what belongs to the step alone, and what its actions do.
//!
//! A step sees a [`context::StepContext`] and answers an [`context::Outcome`]. It never sees the whole state or another
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
