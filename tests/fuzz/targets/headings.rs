#![no_main]

use unowned::config::Reading;
use unowned::diagnostic::Diagnostics;
use unowned::normalise;
use unowned::read::{self, Workbook};

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    if let Ok(table) = read::text_table(file, &"table.csv".into(), &mut Diagnostics::default()) {
        let workbook = Workbook { files: Vec::new(), tables: vec![table] };
        _ = normalise::inventory(&workbook, &Reading::default(), &[]);
    }
});
