//! What the typesetter complains about, in plain words. In: its messages with their place in a template. Out: one line each,
//! or the [`Error`] that stops the run.

use typst::diag::SourceDiagnostic;
use typst::{World, WorldExt};

use crate::error::Error;

/// How many messages are shown at once; the first one usually causes the others.
const SHOWN: usize = 3;

/// One line for each message: template, line, what is wrong, and the hint if there is one.
pub fn lines(world: &dyn World, found: &[SourceDiagnostic]) -> Vec<String> {
    found.iter().map(|message| line(world, message)).collect()
}

fn line(world: &dyn World, message: &SourceDiagnostic) -> String {
    let hints = message.hints.iter().map(|hint| format!(" ({})", hint.v));
    let place = place(world, message).map_or_else(String::new, |place| format!("{place}: "));
    format!("{place}{}{}", message.message, hints.collect::<String>())
}

/// The template and the line, counted from one.
fn place(world: &dyn World, message: &SourceDiagnostic) -> Option<String> {
    let id = message.span.id()?;
    let name = id.vpath().get_without_slash();
    let start = world.range(message.span)?.start;
    let source = world.source(id).ok()?;
    let line = source.lines().byte_to_line(start)? + 1;
    Some(format!("{name}, line {line}"))
}

/// The error that stops the run; `own` says that the user brought templates.
pub fn error(world: &dyn World, found: &[SourceDiagnostic], own: bool) -> Error {
    let shown: Vec<_> = found.iter().take(SHOWN).map(|message| line(world, message)).collect();
    let reason = shown.join("; ");
    match own {
        true => Error::Pages {
            reason,
            help: "mend that line of your templates, or leave --template out to use the stock pages".to_owned(),
        },
        false => defect(&reason),
    }
}

/// What should not happen with the stock templates.
pub fn defect(reason: &str) -> Error {
    Error::Pages {
        reason: reason.to_owned(),
        help: "this is a defect of this program: please report it with this message; 'unowned check' and --json still work"
            .to_owned(),
    }
}
