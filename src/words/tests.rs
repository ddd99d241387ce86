use super::*;

#[test]
fn numbers_dates_and_shares_are_written_as_people_write_them() {
    let english = Words::of(Language::En);
    assert_eq!(english.number(1_234_567), "1,234,567");
    assert_eq!(
        (english.percent(0.0), english.percent(1.0)),
        ("0%".into(), "100%".into())
    );
    assert_eq!(
        (english.percent(0.004), english.percent(0.9961)),
        ("<1%".into(), ">99%".into())
    );
    assert_eq!(english.rate(None), "n/a");
    let day = NaiveDate::from_ymd_opt(2026, 9, 3).unwrap();
    assert_eq!(english.long_date(day), "3 September 2026");
    assert_eq!(english.count("decision.open", 1, &[]), "open for 1 quarter");
}

#[test]
fn what_a_value_contains_is_never_filled() {
    assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "x")]), "{b} and x");
    assert_eq!(fill("{unknown} {", &[]), "{unknown} {");
}

#[test]
fn a_name_that_stands_alone_begins_with_a_capital() {
    assert_eq!(capitalised("élevé"), "Élevé");
    assert_eq!(capitalised(""), "");
}

#[test]
fn a_sentence_begins_with_a_capital_and_a_file_keeps_its_name() {
    assert_eq!(capitalised("an owner is missing"), "An owner is missing");
    assert_eq!(capitalised("üblich."), "Üblich.");
    assert_eq!(capitalised("unowned.toml says so"), "unowned.toml says so");
    assert_eq!(capitalised(""), "");
}
