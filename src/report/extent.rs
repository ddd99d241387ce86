//! How much the pages may hold. In: the record and the look. Out: a refusal where more rows are asked for than can be set at once. All
//! that is bounded by itself (page one, the plan, the annexes as they usually are) is left out of the count.

use super::{ALL, systems, wanted};
use crate::assess::Duty;
use crate::config::Look;
use crate::error::Error;
use crate::framework::Domain;
use crate::message::sentence;
use crate::snapshot::Snapshot;

/// The most rows of systems, gaps and sheets to sign. Until the report is written each takes some 70 KiB: measured are 2 GiB for 1,000
/// systems in every detail.
const MOST_ROWS: usize = 32_000;
/// So many systems, each with all of its domains, stay below that.
const MOST_SYSTEMS: usize = MOST_ROWS / Domain::ALL.len();

/// Refuses what would need far more memory than a report is worth, before any of it is spent.
///
/// # Errors
/// [`Error::Config`] with the option that asks for most of it.
pub fn refuse_too_long(snapshot: &Snapshot, look: &Look) -> Result<(), Error> {
    let (detail, sign_off) = (rows_of_detail(snapshot, look), rows_to_sign(snapshot, look));
    let rows = detail + sign_off;
    if rows <= MOST_ROWS {
        return Ok(());
    }
    let reason = sentence!(
        "asks for {rows} rows on the pages, more than one report can hold ({most})",
        rows,
        most = MOST_ROWS
    );
    Err(match detail >= sign_off {
        true => Error::config(
            "--detail",
            reason,
            sentence!(
                "show the worst systems only (--detail {n}); every gap is in the register that the report carries, and on the web page (--html), or make a report for each business unit",
                n = MOST_SYSTEMS.to_string()
            ),
        ),
        false => Error::config(
            "--sign-off",
            reason,
            "give each owner a workbook to fill in instead (--packets), or make a report for each business unit",
        ),
    })
}

/// The rows of the systems that are shown one by one, and those of the register.
fn rows_of_detail(snapshot: &Snapshot, look: &Look) -> usize {
    let shown = look.system_pages.unwrap_or(systems::USUAL);
    let duties = snapshot.obligations.len().min(shown.saturating_mul(Domain::ALL.len()));
    let gaps = snapshot.gaps.len();
    let of = |section: &str, rows: usize| if wanted(look, section) { rows } else { 0 };
    of("systems", duties) + if shown >= ALL { of("register", gaps) } else { 0 }
}

/// The rows of the sheets to sign: what is to be done on our side.
fn rows_to_sign(snapshot: &Snapshot, look: &Look) -> usize {
    let ours = snapshot.gaps.iter().filter(|g| matches!(g.gap.id.duty, Duty::Ours(_)));
    if look.sign_off { ours.count() } else { 0 }
}
