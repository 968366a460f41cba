//! The pages of the back office, in the browser of an operator.

mod bad_input;
mod callers;
mod cases;
mod import;
mod kept_input;
mod keys_and_profiles;
mod lists;
mod numbers;
mod older_pages;
mod operators;
mod provider;
mod roles;
mod second_factor;
mod sign_in;
mod verification;
