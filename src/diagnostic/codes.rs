//! The closed list of what can be wrong or doubtful. In: one entry a kind, with its level, its English name and what it means. Out: the codes
//! that findings carry. The other languages say theirs in their tables (`[diagnostic]`), and the README's table repeats the English.

use super::Level;
use crate::names::names;

macro_rules! codes {
    ($($code:ident = $text:literal, $level:ident, $name:literal, $meaning:literal;)*) => {
        names! {
            /// The closed list of what can be wrong or doubtful.
            Code in "diagnostic" {
                $(
                    #[doc = $meaning]
                    $code = $text,
                )*
            }
        }

        impl Code {
            /// What it is called in English; the other languages have their names with the words.
            pub fn name(self) -> &'static str {
                match self { $(Self::$code => $name),* }
            }

            /// One line of meaning, in English.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$code => $meaning),* }
            }

            /// How much it matters.
            pub fn level(self) -> Level {
                match self { $(Self::$code => Level::$level),* }
            }
        }
    };
}

codes! {
    // Reading the files.
    KindMismatch = "kind-mismatch", Note, "file is not what its name says",
        "The file's name says another format than its content; the content was followed.";
    OldFormat = "old-format", Note, "old file format",
        "An old binary spreadsheet format (.xls, .xlsb): read, but some details cannot be seen in it.";
    EncodingGuessed = "encoding-guessed", Note, "encoding guessed",
        "A text file is not UTF-8; its encoding was told from its bytes.";
    HiddenContent = "hidden-content", Note, "hidden content read",
        "A hidden sheet, row or column was read like any other.";
    SheetUnread = "sheet-unread", Warning, "sheet not read",
        "A sheet could not be read, or holds no cells that can be read (a chart, a dialog).";
    SheetPassedOver = "sheet-passed-over", Note, "sheet not needed",
        "A sheet holds no table that the report needs.";
    ErrorCell = "error-cell", Warning, "error value in a cell",
        "A cell holds a spreadsheet error (#N/A, #REF! ...) and counts as blank.";
    FormulaNotCalculated = "formula-not-calculated", Warning, "formula not calculated",
        "A formula has no stored result: open and save the file in a spreadsheet program.";
    HiddenCharacters = "hidden-characters", Warning, "invisible characters removed",
        "Invisible or direction-changing characters were removed from a text.";
    RaggedRow = "ragged-row", Warning, "line of uneven length",
        "A line of a text file has more or fewer fields than its header.";
    PacketConflict = "packet-conflict", Warning, "answer not taken",
        "A packet that came back, or a sheet of the register, answers a cell of the inventory that has changed since it was written, and says something else; the inventory stays as it is.";
    PacketTaken = "packet-taken", Note, "answers came back",
        "What was answered in a packet, or typed on the sheet of gaps of a register, was laid over the inventory.";
    TypedForReading = "typed-for-reading", Warning, "typed on a sheet for reading",
        "A cell of the register that is only for reading was changed or added; it was not taken.";
    // Understanding the tables.
    HeaderGuessed = "header-guessed", Note, "column told by likeness",
        "A column was recognised by a close spelling or by its values, not by its header.";
    ColumnAmbiguous = "column-ambiguous", Warning, "two columns for one thing",
        "Two columns could mean the same thing; the named one was used.";
    ColumnPassedOver = "column-passed-over", Note, "column not used",
        "A column was not needed or not understood.";
    HeadingMissing = "heading-missing", Warning, "column without a heading",
        "A column holds values, but has no heading; they were not used.";
    ColumnMissing = "column-missing", Warning, "column missing",
        "A column that the analysis needs is not in the table.";
    ControlsMissing = "controls-missing", Warning, "no list of controls",
        "No table says who owns which duty, so every duty that is ours counts as unowned.";
    SecondTable = "second-table", Warning, "further table not read",
        "A sheet holds a further table that was not read.";
    RowSkipped = "row-skipped", Warning, "row left out",
        "A row could not be used; the message says why.";
    NoteRow = "note-row", Note, "title, total or note in a table",
        "A title, total, note or repeated header row inside a table was passed over.";
    ExampleRow = "example-row", Note, "example row",
        "An example row of the starter workbook was ignored.";
    MergedCells = "merged-cells", Note, "merged cells",
        "A merged cell's value was used for every row it spans.";
    // Understanding the values.
    UnknownValue = "unknown-value", Warning, "value not recognised",
        "A value was not recognised and does not count.";
    EvidenceNone = "evidence-none", Warning, "no evidence",
        "What stands where evidence should names none: a promise, a failure, hearsay, a yes, or a text that names nothing one could ask for.";
    UnknownModel = "unknown-model", Warning, "deployment model not recognised",
        "A deployment model was not recognised.";
    UnknownDomain = "unknown-domain", Warning, "security domain not recognised",
        "A security domain was not recognised; the row does not count for it.";
    OptionUnused = "option-unused", Warning, "option without effect",
        "An option or a setting leads nowhere, or only in part; the message says why.";
    SystemByName = "system-by-name", Note, "table named after a system",
        "A table without a column for systems is called after one; its rows were taken as that system's.";
    NobodyAnswers = "nobody-answers", Warning, "work without anyone accountable",
        "Somebody works on a duty (R), but nobody of ours answers for it (A): it has no owner from this row.";
    SeveralAccountable = "several-accountable", Note, "several people accountable",
        "Several people answer for one duty.";
    ReferenceMapped = "reference-mapped", Note, "number of another framework read",
        "A number of another framework was read as the security domain that is its main counterpart.";
    ReferenceRelated = "reference-related", Warning, "number of another framework only related",
        "A number of another framework has to do with a security domain, but is not its counterpart; the row does not count for it.";
    UnknownSystem = "unknown-system", Warning, "system not in the inventory",
        "A control refers to a system, unit or model that is not in the inventory.";
    AmbiguousDate = "ambiguous-date", Warning, "date can be read two ways",
        "A date can be read as day/month or month/day; it was not used.";
    ImplausibleDate = "implausible-date", Warning, "date that cannot be",
        "A date is not a date, or lies outside 1990 to 2100; it was not used.";
    DuplicateId = "duplicate-id", Warning, "same id twice",
        "Two systems have the same id; they are told apart by name, and one got a number behind it.";
    ListedTwice = "listed-twice", Warning, "same systems listed twice",
        "Two lists hold the same systems; the visible, later list rules, and they count once.";
    NumericId = "numeric-id", Note, "id stored as a number",
        "An id is stored as a number; leading zeros or digits may have been lost in the spreadsheet.";
    // Judging the systems and controls.
    ModelInferred = "model-inferred", Note, "deployment model inferred",
        "The deployment model was inferred from a product or name; confirm it.";
    ModelUnclear = "model-unclear", Warning, "deployment model unclear",
        "The deployment model is not stated and the text leaves several; the system stays unclassified.";
    ImpactUnknown = "impact-unknown", Warning, "impact not known",
        "Neither criticality nor classification is known; impact 2 was assumed.";
    ImpactKept = "impact-kept", Warning, "impact no longer stated",
        "Neither criticality nor classification is stated any more; the impact of the last report was kept.";
    ClassificationInferred = "classification-inferred", Note, "data classification inferred",
        "Personal data without a classification counts as confidential.";
    OwnerPlaceholder = "owner-placeholder", Warning, "no real owner",
        "What stands where an owner should is no plain name of a person, a role, a team or a mailbox: it means nobody.";
    OwnerIsTeam = "owner-is-team", Note, "team as owner",
        "A team or department is the owner; no named person.";
    OwnerIsVendor = "owner-is-vendor", Warning, "provider as owner",
        "The vendor is named as owner of our side of a duty; it cannot own that.";
    OwnerLeft = "owner-left", Warning, "owner has left",
        "The owner has left, according to the People sheet.";
    ExceptionIncomplete = "exception-incomplete", Warning, "risk acceptance incomplete",
        "An exception without expiry date or named approver is no exception.";
    ExceptionUnused = "exception-unused", Note, "risk acceptance without effect",
        "An exception changes nothing: it covers no duty of ours, a control in place, or only a part of what is missing.";
    ExceptionLong = "exception-long", Warning, "risk acceptance for too long",
        "An exception holds, but runs for longer than the rules allow from the day of the report.";
    ApproverLeft = "approver-left", Note, "approver has left",
        "Whoever approved an exception has left, according to the People sheet; it still holds.";
    EvidenceExpired = "evidence-expired", Warning, "evidence expired",
        "Evidence is past its last valid day, or too old; it counts no more.";
    EvidenceNotYet = "evidence-not-yet", Warning, "evidence dated in the future",
        "Evidence is dated after the day of the report; it does not count yet.";
    EvidenceUndated = "evidence-undated", Note, "evidence without a date",
        "Evidence counts, but nothing says from when it is.";
    EvidenceWhose = "evidence-whose", Warning, "whose evidence is this?",
        "A row for many systems speaks of a provider, but names none; it confirms nothing.";
    NeverReviewed = "never-reviewed", Note, "never reviewed",
        "An implemented control has no review date.";
    RetiredControl = "retired-control", Note, "retired control",
        "A retired control does not count.";
    StatusException = "status-exception", Warning, "exception stated as a status",
        "The status says exception; only the exception columns make one.";
    // The framework and the chain of reports.
    DecisionUnclear = "decision-unclear", Warning, "decision not understood",
        "A row of the list of decisions leads to no action, has no outcome, was decided too late, or puts off without a day; it was not used.";
    MatrixChanged = "matrix-changed", Warning, "another responsibility matrix",
        "The responsibility matrix differs from the stock one, or from the last report's.";
    RulesChanged = "rules-changed", Warning, "other rules",
        "Weights, thresholds, days or other rules are not the usual ones: the figures rest on those that the configuration sets.";
    WordsChanged = "words-changed", Warning, "known words with another meaning",
        "A configuration gives words that are known another meaning: the figures rest on the one that it gives.";
    WordsAdded = "words-added", Note, "words of one's own",
        "A configuration says what words mean that are not known by themselves.";
    ReadBySettings = "read-by-settings", Note, "read as settings say",
        "A configuration or a sheet of settings says which sheets and columns are what, which systems a table speaks of, or which ids changed: the figures rest on that.";
    PossiblyRenamed = "possibly-renamed", Warning, "possibly renamed",
        "A system vanished while a similar name appeared under a new id.";
    MatchedByName = "matched-by-name", Note, "systems known by name",
        "Systems without an id of their own were found again in the last report by their names alone.";
    EarlierUnrelated = "earlier-unrelated", Warning, "earlier report perhaps of something else",
        "The earlier report that was named is of another organisation, or shares too few systems with this one; it was compared all the same.";
    EarlierAltered = "earlier-altered", Warning, "earlier report altered",
        "An earlier report does not match its own checksum, or contradicts itself or the reports beside it.";
    EarlierPassedOver = "earlier-passed-over", Note, "earlier report not used",
        "A file beside the output looked like an earlier report but could not be used.";
    TextReplaced = "text-replaced", Note, "characters shown otherwise",
        "The report's own fonts lack some characters: a font of the computer shows them, or else their code stands there.";
}
