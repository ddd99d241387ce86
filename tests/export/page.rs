//! The web page: complete in itself, and whatever the inventory says stays text.

use unowned::config::{Config, Language};
use unowned::report::Report;
use unowned::words::Words;

use super::*;

const HOSTILE: [&str; 6] = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "{{ 7777*7 }}{% raw %}<!--",
    "javascript:alert(1)//' onclick='x",
    "\u{2028}]]></style><style>*{display:none}",
];

fn page(inventory: &Inventory, organisation: &str, language: Language) -> String {
    let snapshot = record(inventory, day("2026-09-30"), None, &Terms::of(organisation));
    let mut config = Config::default();
    config.report.language = Some(language);
    export::page(&Report::new(snapshot, None, &config), Words::of(language)).unwrap()
}

/// The tags of a page outside of its style and its scripts.
fn tags(page: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some((_, behind)) = rest.split_once('<') {
        let (tag, after) = behind.split_once('>').unwrap();
        tags.push(tag);
        rest = match tag.split_whitespace().next() {
            Some(raw @ ("script" | "style")) => after.split_once(&format!("</{raw}>")).unwrap().1,
            _ => after,
        };
    }
    tags
}

/// An inventory that says these things wherever an inventory can say anything.
fn hostile() -> Inventory {
    let mut inventory = sample();
    for (place, text) in HOSTILE.into_iter().enumerate() {
        let id = format!("{text}{place}");
        inventory.systems.push(System {
            vendor: Some(text.into()),
            unit: Some(text.into()),
            owner: Some(text.into()),
            product: Some(text.into()),
            at: fixtures::at(text, 9),
            ..system(10 + place as u32, &id, text, &[DeploymentModel::Saas])
        });
        inventory.controls.push(Control {
            owners: vec![person(text)],
            name: Some(text.into()),
            at: fixtures::at(text, 10),
            ..control(20 + place as u32, Reach::System(id), &Domain::ALL)
        });
    }
    inventory
}

#[test]
fn nothing_that_an_inventory_says_becomes_markup_or_runs() {
    let harmless = page(&sample(), "Example Ltd", Language::En);
    let names = |page: &str| -> BTreeSet<String> {
        let named = tags(page)
            .into_iter()
            .filter_map(|tag| tag.split_whitespace().next().map(str::to_owned));
        named.collect()
    };
    for organisation in HOSTILE {
        let page = page(&hostile(), organisation, Language::En);
        assert_eq!(page.matches("<script").count(), 2, "the data and the one script");
        assert_eq!(page.matches("<style").count(), 1);
        assert!(names(&page).is_subset(&names(&harmless)), "{:?}", names(&page));
        let attributes = tags(&page)
            .into_iter()
            .flat_map(str::split_whitespace)
            .collect::<Vec<_>>();
        assert!(
            !attributes.iter().any(|part| part.to_lowercase().starts_with("on")),
            "{organisation}"
        );
        assert!(
            !attributes
                .iter()
                .any(|part| part.starts_with("href=") && !part.starts_with("href=\"#"))
        );
        assert!(!page.contains("54439"), "nothing is calculated in a text");
    }
}

#[test]
fn the_page_fetches_nothing_and_lets_only_its_own_script_run() {
    let page = page(&sample(), "Example Ltd", Language::En);
    let policy = tags(&page)
        .into_iter()
        .find(|tag| tag.contains("Content-Security-Policy"))
        .unwrap();
    assert!(
        policy.contains("default-src 'none'") || policy.contains("default-src &#x27;none&#x27;"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"));
    for fetched in ["http:", "https:", "src=", "@import", "url("] {
        assert!(!page.contains(fetched), "{fetched}");
    }
}

#[test]
fn every_gap_is_in_the_page_in_every_language() {
    let snapshot = snapshot(&sample(), day("2026-09-30"));
    for language in Language::ALL {
        let page = page(&sample(), "Example Ltd", language);
        let (_, data) = page.split_once("id=\"data\">").unwrap();
        let data: serde_json::Value = serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap();
        let gaps = data["gaps"].as_array().unwrap();
        assert_eq!(gaps.len(), snapshot.gaps.len());
        let systems = data["systems"].as_array().unwrap();
        let ids: BTreeSet<_> = gaps
            .iter()
            .map(|gap| {
                let system = systems[gap[0].as_u64().unwrap() as usize][0].as_str().unwrap();
                let side = data["sides"][gap[2].as_u64().unwrap() as usize][0].as_str().unwrap();
                let domain = gap[1].as_i64().unwrap();
                let domain =
                    usize::try_from(domain).map_or("unclassified", |at| data["domains"][at][0].as_str().unwrap());
                format!("{system}/{domain}{}", if side == "provider" { "@provider" } else { "" })
            })
            .collect();
        assert_eq!(ids, snapshot.gaps.iter().map(|g| g.gap.id.to_string()).collect());
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
    }
}
