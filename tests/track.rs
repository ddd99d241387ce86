//! Quarter after quarter: what one report knows of the last, and how it finds it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "track/carried.rs"]
mod carried;
#[path = "track/chain.rs"]
mod chain;
#[path = "track/explain.rs"]
mod explain;
mod fixtures;
#[path = "track/identity.rs"]
mod identity;
#[path = "track/promises.rs"]
mod promises;
#[path = "track/plan.rs"]
mod plan;
#[path = "track/laws.rs"]
mod laws;
#[path = "track/organisation.rs"]
mod organisation;
#[path = "track/planted.rs"]
mod planted;
#[path = "../examples/sample_organisation.rs"]
#[allow(dead_code, reason = "its main is for the example alone")]
mod sample_organisation;
#[path = "track/samples.rs"]
mod samples;
#[path = "track/stories.rs"]
mod stories;
#[path = "track/tampered.rs"]
mod tampered;
#[path = "track/verdict.rs"]
mod verdict;

use std::sync::LazyLock;

use unowned::jail::Jail;

/// The program that opens earlier reports.
static JAIL: LazyLock<Jail> = LazyLock::new(|| Jail {
    program: env!("CARGO_BIN_EXE_unowned").into(),
});
