//! The harness of the tests: a desk in its own folder, a server, a browser, and the requests of machines.

mod browser;
mod desk;
mod server;

pub use browser::{
    Browser, PASSWORD, desk_with_operator, serve_office, session_cookie, sign_in, sign_in_from,
};
pub use countersign_testing::forms::{encode_form, hidden_field};
pub use desk::{CommandResult, Desk, spoken, strings};
pub use server::{Server, path, wait_until};

/// The license number of every desk.
pub const NUMBER: &str = "AA03220123951";
/// Manufacturer, model and serial of a good machine.
pub const MACHINE: [&str; 3] = ["ASRock", "B450M Pro4", "M80-D8018200512"];
/// Another good machine.
pub const OTHER: [&str; 3] = ["ASRock", "X570 Taichi", "M80-F3015500911"];
/// A machine with a model and a serial that are refused.
pub const BAD: [&str; 3] = ["ASRock", "", "To Be Filled By O.E.M."];
