//! Numbers of other frameworks. In: `numberings.csv` (how each framework numbers), `crosswalk.csv` and `families.csv` (what the
//! numbers correspond to). Out: whether a text names a framework, which of its numbers it holds, and the domains behind that.
//! Whether a number in an inventory is meant so is the business of `normalise`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Domain;
use super::facts::{CROSSWALK, records};

/// How one framework numbers its controls.
#[derive(Debug)]
pub struct Numbering {
    /// The framework's name, as the crosswalk has it.
    pub framework: String,
    /// Whether nobody else numbers like this, so that a number says which framework it is of.
    pub own: bool,
    called: Vec<Runs>,
    families: Vec<Family>,
}

/// Numbers that differ in the last place only: `A.6.2.` and 2 to 8.
#[derive(Debug)]
struct Family {
    /// The ways to write what stands before the last place; the first is that of the crosswalk.
    spelled: Vec<String>,
    before: Vec<Runs>,
    from: u32,
    to: u32,
}

/// The letters and the numbers of a text, one after the other: `PR.AA-05` is `PR`, `AA`, `5`.
type Runs = Vec<String>;

/// A number of a framework, found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    runs: Runs,
    /// Which family of numbers it is of.
    pub family: usize,
}

/// What a number corresponds to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counterparts {
    /// Its main counterparts.
    pub primary: Vec<Domain>,
    /// Domains it has to do with.
    pub related: Vec<Domain>,
}

static NUMBERINGS: LazyLock<Vec<Numbering>> = LazyLock::new(|| {
    let rows = records(include_str!("numberings.csv"));
    rows.map(|get| Numbering {
        called: get("called").split(';').map(runs).collect(),
        families: get("numbers").split(';').filter_map(family).collect(),
        own: get("own") == "yes",
        framework: get("framework"),
    })
    .collect()
});

/// By framework and number.
type Known = BTreeMap<(String, Runs), Vec<(Domain, bool)>>;

/// By framework and number: the domains, and whether each is a main counterpart.
static COUNTERPARTS: LazyLock<Known> = LazyLock::new(|| {
    let mut all = Known::new();
    let mut add = |framework: String, id: &str, domain: &str, primary: bool| {
        let domains = all.entry((framework, runs(id))).or_default();
        domains.extend(Domain::from_id(domain).map(|domain| (domain, primary)));
    };
    for (domain, reference) in CROSSWALK.iter() {
        // The year behind a number is that of the list, which the name of the framework says already.
        let id = reference.id.split(':').next().unwrap_or_default();
        add(reference.framework.clone(), id, domain, reference.primary);
    }
    for get in records(include_str!("families.csv")) {
        let primary = get("strength") == "primary";
        add(get("framework"), &get("ref_id"), &get("domain_id"), primary);
    }
    all
});

/// The frameworks whose numbers are known.
pub fn numberings() -> &'static [Numbering] {
    &NUMBERINGS
}

/// The frameworks that a text names.
pub fn named_in(text: &str) -> Vec<&'static Numbering> {
    let said = runs(text);
    numberings().iter().filter(|n| n.is_named_by(&said)).collect()
}

fn family(text: &str) -> Option<Family> {
    let (spelled, range) = text.split_once(':')?;
    let (from, to) = range.split_once('-')?;
    Some(Family {
        spelled: spelled.split('|').map(str::to_uppercase).collect(),
        before: spelled.split('|').map(runs).collect(),
        from: from.parse().ok()?,
        to: to.parse().ok()?,
    })
}

/// Cuts a text where letters, digits and other signs meet; letters in capitals, numbers without leading zeros.
fn runs(text: &str) -> Runs {
    let mut all = Runs::new();
    let mut last = ' ';
    for c in text.chars() {
        let joined = last.is_alphabetic() && c.is_alphabetic() || last.is_ascii_digit() && c.is_ascii_digit();
        match all.last_mut().filter(|_| joined) {
            Some(run) => run.extend(c.to_uppercase()),
            None if c.is_alphabetic() || c.is_ascii_digit() => all.push(c.to_uppercase().collect()),
            None => {}
        }
        last = c;
    }
    for run in &mut all {
        let short = run.trim_start_matches('0');
        if run.starts_with('0') {
            *run = if short.is_empty() {
                "0".to_owned()
            } else {
                short.to_owned()
            };
        }
    }
    all
}

/// A text that ends in a range, without its end, and the last number: `Art. 9` and 15 of `Art. 9-15`, `Art. 9 to 15`.
fn range(text: &str) -> Option<(&str, u32)> {
    const TO: [&str; 9] = ["-", "–", "—", "to", "bis", "à", "a", "al", "through"];
    let bare = text.trim().trim_end_matches(['.', ')', ']']);
    let head = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let last = bare[head.len()..].parse().ok()?;
    let first = TO.iter().find_map(|to| {
        let rest = head.trim_end().strip_suffix(to).map(str::trim_end);
        rest.filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
    });
    Some((first?, last))
}

/// What stands before the last place of a number, or of the first number of a range: `Art. `, `A.6.2.`.
pub fn before_number(text: &str) -> &str {
    let first = range(text).map_or(text.trim_end(), |(first, _)| first);
    first.trim_end_matches(|c: char| c.is_ascii_digit())
}

impl Numbering {
    /// Whether a text names the framework.
    fn is_named_by(&self, said: &[String]) -> bool {
        let stands = |name: &Runs| said.windows(name.len()).any(|words| words == name.as_slice());
        self.called.iter().any(stands)
    }

    /// The numbers that a text holds.
    pub fn numbers(&self, text: &str) -> Vec<Number> {
        let said = runs(text);
        let mut found: Vec<Number> = Vec::new();
        let mut start = 0;
        while start < said.len() {
            let number = self.number_at(&said[start..]);
            start += number.as_ref().map_or(1, |number| number.runs.len());
            found.extend(number.filter(|number| !found.contains(number)));
        }
        if let Some((_, last)) = range(text) {
            self.go_on(&mut found, last);
        }
        found
    }

    /// The numbers behind the only one of a range, up to its last: `Art. 9-15`. Of two frameworks' worth of numbers none is a range.
    fn go_on(&self, found: &mut Vec<Number>, last: u32) {
        let [first] = found.as_slice() else { return };
        let family = &self.families[first.family];
        let Some((from, before)) = first
            .runs
            .split_last()
            .and_then(|(n, before)| Some((n.parse::<u32>().ok()?, before)))
        else {
            return;
        };
        if last <= from || last > family.to {
            return;
        }
        let number = |n: u32| Number {
            runs: before.iter().cloned().chain([n.to_string()]).collect(),
            family: first.family,
        };
        let further: Vec<Number> = (from + 1..=last).map(number).collect();
        found.extend(further);
    }

    /// A number as the framework prints it, at the very start of a text.
    pub fn spelled(&self, text: &str) -> Option<Number> {
        const LONGEST: usize = 48;
        let start: String = text.trim_start().chars().take(LONGEST).collect();
        let capitals = start.to_uppercase();
        let begins = |family: &Family| family.spelled.iter().any(|spelled| capitals.starts_with(spelled));
        if !self.families.iter().any(begins) {
            return None;
        }
        let number = self.number_at(&runs(&start))?;
        begins(&self.families[number.family]).then_some(number)
    }

    fn number_at(&self, said: &[String]) -> Option<Number> {
        self.families.iter().enumerate().find_map(|(place, family)| {
            let rest = family
                .before
                .iter()
                .find_map(|before| said.strip_prefix(before.as_slice()))?;
            let last: u32 = rest.first()?.parse().ok()?;
            // "LLM06:2023" is of an older list that numbers otherwise.
            let older = rest
                .get(1)
                .is_some_and(|year| year.len() == 4 && year.starts_with("20") && year < &self.year());
            let mut runs = family.before.first()?.clone();
            runs.push(last.to_string());
            ((family.from..=family.to).contains(&last) && !older).then_some(Number { runs, family: place })
        })
    }

    /// The year of the list that the crosswalk follows, for frameworks that write it behind a number.
    fn year(&self) -> String {
        let of_this = CROSSWALK.iter().find(|(_, r)| r.framework == self.framework);
        of_this.map(|(_, r)| r.version.clone()).unwrap_or_default()
    }

    /// The family or domain that a text names without any number: `AC`, `IAM`.
    pub fn family_named(&self, text: &str) -> Option<Counterparts> {
        let said = runs(text);
        let known = self.families.iter().any(|family| family.before.contains(&said));
        known.then(|| self.of(&said))
    }

    /// What a number corresponds to: the number itself or, where nothing is known about it, its family.
    pub fn counterparts(&self, number: &Number) -> Counterparts {
        self.of(&number.runs)
    }

    fn of(&self, runs: &[String]) -> Counterparts {
        let known = |length: usize| COUNTERPARTS.get(&(self.framework.clone(), runs[..length].to_vec()));
        let domains = (1..=runs.len()).rev().find_map(known);
        let mut found = Counterparts::default();
        for (domain, primary) in domains.into_iter().flatten() {
            match primary {
                true => found.primary.push(*domain),
                false => found.related.push(*domain),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(framework: &str) -> &'static Numbering {
        let mut all = numberings().iter();
        all.find(|n| n.framework == framework).unwrap()
    }

    fn primary(framework: &str, text: &str) -> Vec<Domain> {
        let numbering = of(framework);
        let numbers = numbering.numbers(text);
        numbers
            .first()
            .map_or_else(Vec::new, |n| numbering.counterparts(n).primary)
    }

    #[test]
    fn every_number_of_the_crosswalk_is_a_number_of_its_framework() {
        for (_, reference) in CROSSWALK.iter() {
            let Some(numbering) = numberings().iter().find(|n| n.framework == reference.framework) else {
                continue;
            };
            let known = !numbering.numbers(&reference.id).is_empty() || numbering.family_named(&reference.id).is_some();
            assert!(known, "{} {}", reference.framework, reference.id);
        }
        for ((framework, runs), domains) in COUNTERPARTS.iter() {
            assert!(!domains.is_empty(), "{framework} {runs:?} names no known domain");
        }
    }

    #[test]
    fn a_number_leads_to_its_main_counterparts() {
        assert_eq!(
            primary("ISO/IEC 42001", "A.8.4 Communication of incidents"),
            [Domain::IncidentResponse]
        );
        assert_eq!(primary("NIST CSF", "PR.AA-05"), [Domain::UserAccessControl]);
        assert_eq!(primary("NIST CSF", "pr.aa-5"), [Domain::UserAccessControl]);
        assert_eq!(primary("NIST SP 800-53", "AC-2(1)"), [Domain::UserAccessControl]);
        assert_eq!(primary("NIST SP 800-53", "SC-28"), [Domain::DataSecurity]);
        assert_eq!(primary("CSA AICM", "LOG-07"), [Domain::MonitoringAndLogging]);
        assert_eq!(primary("EU AI Act", "Art. 73"), [Domain::IncidentResponse]);
        assert_eq!(primary("ISO/IEC 27001", "A.8.15"), [Domain::MonitoringAndLogging]);
    }

    #[test]
    fn what_is_no_number_of_a_framework_leads_nowhere() {
        assert!(of("ISO/IEC 42001").numbers("A.12.4.1").is_empty());
        assert!(of("NIST SP 800-53").spelled("AC.1").is_none());
        assert!(of("NIST CSF").numbers("PR.AC-1").is_empty());
        assert!(of("OWASP LLM Top 10").numbers("LLM06:2023").is_empty());
        assert!(!of("OWASP LLM Top 10").numbers("LLM06:2025").is_empty());
        assert_eq!(primary("ISO/IEC 42001", "A.3.2"), []);
    }

    #[test]
    fn a_range_is_all_of_its_numbers() {
        let count = |framework: &str, text: &str| of(framework).numbers(text).len();
        assert_eq!(count("EU AI Act", "Art. 9-15"), 7);
        assert_eq!(count("EU AI Act", "Articles 9 to 15"), 7);
        assert_eq!(count("EU AI Act", "Art. 9 – 15"), 7);
        assert_eq!(
            count("NIST SP 800-53", "AC-2"),
            1,
            "a dash in front of a number is no range"
        );
        assert_eq!(count("NIST CSF", "PR.AA-01"), 1);
        assert_eq!(count("EU AI Act", "Art. 15-9"), 1, "backwards");
        assert_eq!(count("EU AI Act", "Art. 9-2026"), 1, "beyond the law");
        assert_eq!(count("ISO/IEC 42001", "A.6.2.2-6"), 5);
    }

    #[test]
    fn a_framework_is_named_in_whole_words() {
        assert!(
            named_in("SoA ISO42001:2023")
                .iter()
                .any(|n| n.framework == "ISO/IEC 42001")
        );
        assert!(
            named_in("NIST SP800-53r5")
                .iter()
                .any(|n| n.framework == "NIST SP 800-53")
        );
        assert!(!named_in("Accmulator").iter().any(|n| n.framework == "CSA AICM"));
        assert!(
            named_in("EU AI Act obligations")
                .iter()
                .any(|n| n.framework == "EU AI Act")
        );
    }
}
