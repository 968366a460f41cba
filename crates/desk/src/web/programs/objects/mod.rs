//! The schemas of the objects that programs get. `json_objects`, `list_export` and `presentation` make the objects; tests check that
//! they match these schemas.

mod case;
mod number;
mod problem;
mod request;
mod statistics;

pub(super) use case::{Case, CaseAfterAct, CasePage};
pub(super) use number::{
    ActDone, CreatedNumbers, ImportReport, Number, NumberAfterAct, NumberPage, NumberRequest,
};
pub(super) use problem::{DeviceError, Problem, ProblemValue};
pub(super) use request::{Answer, RequestPage, RequestRow};
pub(super) use statistics::Statistics;
