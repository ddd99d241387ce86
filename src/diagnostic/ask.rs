//! What a person can answer so that a finding goes away. In: what is in doubt. Out: the same as data; the terminal makes an option
//! of it, the checked workbook a question, and the answer is a setting.

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// Which field a column holds.
    Column {
        /// Its heading.
        header: String,
        /// The field that it was taken for, or could be; none where nothing tells.
        field: Option<String>,
        /// Whether it is read as that field already.
        taken: bool,
    },
    /// What a sheet is for.
    Sheet {
        /// Its name; that of the file for a text file.
        name: String,
    },
    /// Which systems a list of controls without a column for them speaks of.
    AppliesTo {
        /// The sheet.
        sheet: String,
    },
    /// What a word means.
    Word {
        /// The vocabulary, as the configuration names it.
        vocabulary: &'static str,
        /// The word as written.
        word: String,
        /// The nearest word of ours.
        guess: Option<String>,
    },
    /// Which deployment model a system has; the place is the cell that names the system.
    Model {
        /// What was inferred.
        guess: Option<String>,
    },
    /// Which domain is covered by a number of another framework that is only related to some.
    Reference {
        /// The number as written.
        number: String,
        /// The ids of the domains that it is only related to.
        related: Vec<&'static str>,
    },
    /// Which system is meant by a word in a control's cell.
    System {
        /// The word as written.
        word: String,
        /// The nearest name.
        guess: Option<String>,
    },
    /// Which day is meant by a text in a cell.
    Day {
        /// The text as written.
        said: String,
    },
}
