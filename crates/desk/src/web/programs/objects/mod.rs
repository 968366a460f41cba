//! The objects that programs get, as the schema tells of them. `json_objects`, `list_export` and `presentation` make them; tests check
//! that they are these.

mod case;
mod number;
mod problem;
mod request;
mod statistics;

pub(super) use case::{Case, CasePage};
pub(super) use number::{ActDone, CreatedNumbers, ImportReport, Number, NumberPage, NumberRequest};
pub(super) use problem::{DeviceError, Problem, ProblemValue};
pub(super) use request::{Answer, RequestPage, RequestRow};
pub(super) use statistics::Statistics;
