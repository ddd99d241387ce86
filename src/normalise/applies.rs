//! What a table of controls without a system column speaks of. In: what the user said with `--applies-to` or in the configuration.
//! Out: the systems, or the question that names the very option. Without a word of consent no such table counts.

use crate::diagnostic::{Ask, Code};
use crate::inventory::Reach;
use crate::read::Table;

use super::directory::Directory;
use super::roles::is_called;
use super::sheet::Context;
use super::wording::{compact, shown};

/// The systems that the user named for a table; `None` if nothing was said of it.
pub(super) fn to(table: &Table, directory: &mut Directory<'_>, context: &mut Context<'_>) -> Option<Vec<Reach>> {
    let reading = context.reading;
    let said = reading
        .applies_to
        .iter()
        .find(|(name, _)| is_called(table, &[compact(name)]));
    let (name, systems) = said?;
    let found = directory.resolve(systems, context);
    for (part, help) in found.unknown {
        let message = format!(
            "--applies-to {} names '{}', which is no system of this inventory",
            quoted(&format!("{name}={systems}")),
            shown(&part)
        );
        context
            .found
            .add(Code::UnknownSystem, Some(&table.location()), message, help);
    }
    Some(found.reach)
}

/// Asks for the systems of a table that does not say them.
pub(super) fn ask(table: &Table, rows: usize, context: &mut Context<'_>) {
    let name = table.sheet.as_deref().unwrap_or_else(|| stem(&table.file));
    let count = match rows {
        1 => "its row does not count".to_owned(),
        _ => format!("none of its {rows} rows counts"),
    };
    let message = format!("no column says for which systems the rows are: {count}");
    let help = format!(
        "say for which systems they are: --applies-to {} for all of them, or their ids or names in place of *, parted by ;",
        quoted(&format!("{name}=*"))
    );
    let ask = Ask::AppliesTo { sheet: name.to_owned() };
    context
        .found
        .ask(Code::ColumnMissing, Some(&table.location()), message, help, ask);
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// A word for a shell: in double quotes, which every shell knows, unless a sign in it means something there.
fn quoted(word: &str) -> String {
    match word.contains(['"', '$', '`', '\\', '!']) {
        true => format!("'{}'", word.replace('\'', r"'\''")),
        false => format!("\"{word}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_quoted_so_that_a_shell_hands_it_over_whole() {
        assert_eq!(quoted("Policies & more=*"), "\"Policies & more=*\"");
        assert_eq!(quoted("It's $5=*"), r"'It'\''s $5=*'");
    }
}
