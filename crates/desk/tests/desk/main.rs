//! Tests of the real program `countersign-desk`: its commands, its web server and its back office.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod audit;
mod backup;
mod both_sides;
mod commands;
mod harness;
mod office;
mod statistics;
use statistics::suite as statistics_suite;
mod text;
mod upgrade;
mod web;
