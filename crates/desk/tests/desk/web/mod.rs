//! The web server: phone pages, the interface for devices, limits, the log, concurrency and shutdown.

mod connections;
mod downloads;
mod interface;
mod limits;
mod log;
mod monitoring;
mod phone_answers;
mod phone_pages;
mod serving;
