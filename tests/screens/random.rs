//! Sessions without a plan.
