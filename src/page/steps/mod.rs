//! The blocks of each step, one file for each step; `online` is a view of Request.

pub mod code;
pub mod done;
pub mod fix;
pub mod inspect;
pub mod keep;
pub mod online;
pub mod request;
pub mod route;
pub mod welcome;
