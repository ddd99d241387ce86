//! Remarks at cells: what people wrote, and what the program adds. In: either. Out: one text that says who speaks, and back: what people
//! wrote, without what the program added, so that nothing is lost and nothing piles up from quarter to quarter.

/// How what the program says begins, as spreadsheet programs name who speaks.
const OURS: &str = "unowned:";
/// The line that ends it; what somebody types below is theirs.
const END: &str = "\u{2014}";
/// The most of ours.
const MOST: usize = 1_500;

/// What people wrote, and below it what the program says.
pub fn both(theirs: Option<&str>, ours: Option<&str>) -> String {
    let ours = ours.map(|ours| {
        let ours: String = ours.chars().take(MOST).collect();
        format!("{OURS}\n{}\n{END}", ours.trim())
    });
    let theirs = theirs.map(str::to_owned);
    theirs.into_iter().chain(ours).collect::<Vec<_>>().join("\n\n")
}

/// What people wrote of a remark; nothing where all of it is ours.
pub fn theirs(remark: &str) -> Option<String> {
    let mut kept: Vec<&str> = Vec::new();
    let mut ours = false;
    for line in remark.lines() {
        match (ours, line.trim()) {
            (false, OURS) => ours = true,
            (true, END) => ours = false,
            (false, _) => kept.push(line),
            (true, _) => {}
        }
    }
    let kept = kept.join("\n");
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_comes_back_and_what_we_said_does_not() {
        let said = both(Some("Ann: ask Bo\nfirst"), Some("not a known status\nsay which"));
        assert_eq!(theirs(&said).as_deref(), Some("Ann: ask Bo\nfirst"));
        let typed_below = format!("{}\nAnn: done", both(None, Some("not known")));
        assert_eq!(theirs(&typed_below).as_deref(), Some("Ann: done"));
        assert_eq!(theirs(&both(None, Some("not known"))), None);
        assert_eq!(theirs("unowned is the tool").as_deref(), Some("unowned is the tool"));
    }
}
