//! The pages in each language.

use unowned::config::{Config, Language};
use unowned::report::Report;

use super::conforming::conforming;
use super::fixture;

#[test]
fn the_pages_conform_in_every_language_and_say_which_one_it_is() {
    for language in Language::ALL {
        let mut config = Config::default();
        config.report.language = Some(language);
        let report = Report::new(
            fixture::snapshot(&fixture::inventory(12), "Größe & Fils, S.A."),
            None,
            &config,
        );
        let pdf = conforming(&format!("language-{language}"), &report);
        let lang = pdf
            .catalog()
            .unwrap()
            .get(b"Lang")
            .and_then(lopdf::Object::as_str)
            .unwrap();
        assert!(
            lang.starts_with(language.id().as_bytes()),
            "{language}: {}",
            String::from_utf8_lossy(lang)
        );
    }
}
