#![no_main]

use unowned::jail::Job;

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    _ = unowned::jobs::run(Job::Settings, file.to_vec(), &mut Vec::new());
});
