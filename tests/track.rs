//! Quarter after quarter: what one report knows of the last, and how it finds it.

#[path = "track/chain.rs"]
mod chain;
#[path = "track/laws.rs"]
mod laws;
#[path = "track/organisation.rs"]
mod organisation;
#[path = "track/stories.rs"]
mod stories;
