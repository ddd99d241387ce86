//! `unowned` finds the AI security duties that nobody owns. The modules stand in the order of the work:
//! read, normalise, assess, plan, snapshot, compare, report, render, export.

pub mod error;
pub mod diagnostic;
pub mod config;
pub mod formula_guard;

pub mod framework;
pub mod inventory;

pub mod read;
pub mod normalise;
pub mod assess;
pub mod plan;
pub mod snapshot;
pub mod chain;
pub mod compare;
pub mod report;

pub mod render;
pub mod export;
pub mod starter;
