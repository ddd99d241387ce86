//! The provider's side: what confirms it, how strongly, and which rows speak for whom.

use super::*;
use unowned::assess::{Because, ProviderState};

/// The grade that confirms the duty, or what there is instead.
type Verdict = Result<Option<Grade>, Because>;

const PRIVACY: Duty = Duty::Theirs(Domain::DataPrivacy);

fn dated(grade: Grade, issued: &str) -> EvidenceCell {
    let mut cell = fixtures::evidence("SOC 2 Type II report", grade);
    cell.pieces[0].issued = Some(day(issued));
    cell
}

/// A row of the provider's own for data privacy (shared, for SaaS), written for the system.
fn theirs(change: impl FnOnce(&mut Control)) -> Control {
    row(1, |c| {
        c.party = Party::Provider;
        c.reach = vec![Reach::System("s".into())];
        c.domains = vec![Domain::DataPrivacy];
        c.owners = Vec::new();
        change(c);
    })
}

fn privacy(assessment: &Assessment) -> &Obligation {
    let privacy = |o: &&Obligation| o.domain == Domain::DataPrivacy;
    assessment.obligations.iter().find(privacy).unwrap()
}

#[test]
fn the_providers_side_is_confirmed_until_its_last_piece_of_evidence_expires() {
    let until = |pieces: &[EvidenceCell]| {
        let row = |cell: &EvidenceCell| theirs(|c| c.provider_evidence = cell.clone());
        privacy(&judge(pieces.iter().map(row).collect())).assured_until
    };
    let mut valid = dated(Grade::Independent, "2026-02-01");
    assert_eq!(
        until(&[valid.clone()]),
        Some(day("2026-02-01") + chrono::Days::new(456))
    );
    valid.pieces[0].valid_until = Some(day("2026-11-30"));
    assert_eq!(until(&[valid.clone()]), Some(day("2026-11-30")));
    assert_eq!(
        until(&[valid.clone(), dated(Grade::Named, "2026-06-01")]),
        Some(day("2027-08-31"))
    );
    let undated = fixtures::evidence("SOC 2 Type II report", Grade::Independent);
    assert_eq!(
        until(&[valid, undated]),
        None,
        "one that never expires confirms for good"
    );
    assert_eq!(until(&[]), None);
}

#[test]
fn a_row_of_the_provider_never_replaces_ours_and_evidence_of_any_level_counts() {
    let mut theirs = control(1);
    (theirs.party, theirs.reach) = (Party::Provider, vec![Reach::System("s".into())]);
    theirs.domains = vec![Domain::DataPrivacy];
    theirs.evidence = fixtures::evidence("SOC 2 Type II, 2026", Grade::Independent);
    let mut ours = control(2);
    ours.domains = vec![Domain::DataPrivacy];
    let found = judge(vec![theirs.clone(), ours.clone()]);
    let privacy = found
        .obligations
        .iter()
        .find(|o| o.domain == Domain::DataPrivacy)
        .unwrap();
    assert_eq!(privacy.responsibility, Responsibility::Shared);
    assert_eq!(
        (privacy.customer, privacy.provider),
        (Some(CustomerState::InPlace), Some(ProviderState::Confirmed))
    );

    theirs.status = Some(ControlStatus::Planned);
    let mut wide = ours;
    wide.provider_evidence = fixtures::evidence("Acme AI, Inc.: SOC 2 Type II, 2026", Grade::Independent);
    let mut narrow = theirs.clone();
    narrow.party = Party::Customer;
    let provider = |controls| {
        let found = judge(controls);
        found
            .obligations
            .iter()
            .find(|o| o.domain == Domain::DataPrivacy)
            .unwrap()
            .provider
    };
    assert_eq!(provider(vec![theirs]), Some(ProviderState::Uncoordinated));
    assert_eq!(provider(vec![wide, narrow]), Some(ProviderState::Confirmed));
}

#[test]
fn each_row_confirms_claims_or_says_nothing() {
    let soc = || dated(Grade::Independent, "2026-03-31");
    let old = || dated(Grade::Independent, "2019-12-31");
    let confirmed = |grade| Ok(Some(grade));
    let cases: Vec<(&str, Control, Verdict)> = vec![
        (
            "in place, with evidence of its own",
            theirs(|c| c.evidence = soc()),
            confirmed(Grade::Independent),
        ),
        (
            "in place, with provider evidence",
            theirs(|c| c.provider_evidence = soc()),
            confirmed(Grade::Independent),
        ),
        ("in place, its word alone", theirs(|_| {}), Err(Because::Claim)),
        (
            "in place, expired",
            theirs(|c| c.evidence = old()),
            Err(Because::Expired),
        ),
        (
            "unknown, with provider evidence",
            theirs(|c| (c.status, c.provider_evidence) = (None, soc())),
            confirmed(Grade::Independent),
        ),
        (
            "in part, with evidence of its own",
            theirs(|c| (c.status, c.evidence) = (PARTIAL, soc())),
            Err(Because::Nothing),
        ),
        (
            "planned, with evidence",
            theirs(|c| (c.status, c.provider_evidence) = (PLANNED, soc())),
            Err(Because::Nothing),
        ),
        (
            "not applicable",
            theirs(|c| (c.status, c.provider_evidence) = (NOT_APPLICABLE, soc())),
            Err(Because::Nothing),
        ),
        (
            "planned, expired",
            theirs(|c| (c.status, c.provider_evidence) = (PLANNED, old())),
            Err(Because::Nothing),
        ),
        (
            "our planned row with their evidence",
            theirs(|c| (c.party, c.status, c.provider_evidence) = (Party::Customer, PLANNED, soc())),
            confirmed(Grade::Independent),
        ),
        (
            "our row with their expired evidence",
            theirs(|c| (c.party, c.provider_evidence) = (Party::Customer, old())),
            Err(Because::Expired),
        ),
        (
            "our row with our evidence",
            theirs(|c| (c.party, c.evidence) = (Party::Customer, soc())),
            Err(Because::Nothing),
        ),
        (
            "issued later",
            theirs(|c| c.provider_evidence = dated(Grade::Contract, "2026-11-15")),
            Err(Because::Claim),
        ),
    ];
    for (situation, row, expected) in cases {
        let found = judge(vec![row]);
        let duty = privacy(&found);
        match expected {
            Ok(grade) => {
                assert_eq!(
                    (duty.provider, duty.assured_by),
                    (Some(ProviderState::Confirmed), grade),
                    "{situation}"
                );
                assert_eq!(gap(&found, PRIVACY), None, "{situation}");
            }
            Err(because) => {
                assert_eq!(
                    (duty.provider, duty.assured_by),
                    (Some(ProviderState::Uncoordinated), None),
                    "{situation}"
                );
                assert_eq!(gap(&found, PRIVACY).unwrap().because, Some(because), "{situation}");
            }
        }
    }
}

#[test]
fn the_strongest_evidence_assures_and_an_expired_one_beside_a_claim_is_named_first() {
    let weak = theirs(|c| c.provider_evidence = dated(Grade::Named, "2026-08-01"));
    let strong = theirs(|c| c.provider_evidence = dated(Grade::Contract, "2026-08-01"));
    let found = judge(vec![weak, strong]);
    assert_eq!(privacy(&found).assured_by, Some(Grade::Contract));
    let expired = theirs(|c| c.provider_evidence = dated(Grade::Independent, "2019-08-01"));
    let found = judge(vec![theirs(|_| {}), expired]);
    assert_eq!(gap(&found, PRIVACY).unwrap().because, Some(Because::Expired));
}

#[test]
fn a_wide_row_speaks_only_for_the_provider_that_it_names() {
    let wide = |change: &dyn Fn(&mut Control)| {
        theirs(|c| {
            c.reach = vec![Reach::All];
            c.provider_evidence = dated(Grade::Independent, "2026-03-31");
            change(c);
        })
    };
    let says = |text: &str| {
        wide(&|c| {
            c.provider_evidence.said = Some(text.to_owned());
            c.provider_evidence.pieces[0].text = text.to_owned();
        })
    };
    let vendor = |name: &str| Owner {
        kind: OwnerKind::Provider,
        ..person(name)
    };
    let cases = [
        ("names nobody", wide(&|_| {}), false),
        ("in the evidence", says("SOC 2 report of Acme AI, 2026"), true),
        ("with its legal form", says("ACME AI Inc. SOC 2"), true),
        ("in part of a word", says("AcmeAIr SOC 2"), false),
        ("another one", says("Bolt Cloud SOC 2"), false),
        ("in the owner cell", wide(&|c| c.owners = vec![vendor("Acme AI")]), true),
        ("a general word", wide(&|c| c.owners = vec![vendor("Vendor")]), false),
        (
            "for its unit",
            wide(&|c| c.reach = vec![Reach::Unit(name_key("Claims"))]),
            false,
        ),
        (
            "for all and for the system itself",
            wide(&|c| c.reach = vec![Reach::All, Reach::System("s".into())]),
            true,
        ),
    ];
    for (situation, row, speaks) in cases {
        let found = judge(vec![row]);
        assert_eq!(
            privacy(&found).provider == Some(ProviderState::Confirmed),
            speaks,
            "{situation}"
        );
        assert_eq!(told(&found, Code::EvidenceWhose), usize::from(!speaks), "{situation}");
    }
    let named = says("SOC 2 report of Acme AI, 2026");
    let mut other = system("t", &[DeploymentModel::Saas]);
    other.vendor = Some("Bolt Cloud".into());
    let found = judge_all(
        vec![system("s", &[DeploymentModel::Saas]), other.clone()],
        vec![named.clone()],
    );
    let confirmed = found
        .obligations
        .iter()
        .filter(|o| o.provider == Some(ProviderState::Confirmed));
    assert_eq!(confirmed.map(|o| o.system.as_str()).collect::<Vec<_>>(), ["s"]);
    assert_eq!(told(&found, Code::EvidenceWhose), 0, "it is clear whose it is");
    other.vendor = None;
    assert_eq!(
        told(&judge_all(vec![other], vec![named]), Code::EvidenceWhose),
        1,
        "nobody's, as far as is known"
    );
}

#[test]
fn a_system_of_two_vendors_is_spoken_for_by_either() {
    let mut both = system("s", &[DeploymentModel::Saas]);
    both.vendor = Some("Bolt Cloud GmbH; Acme AI".into());
    let wide = theirs(|c| {
        c.reach = vec![Reach::All];
        c.provider_evidence = fixtures::evidence("Bolt Cloud: ISO 27001 certificate", Grade::Independent);
    });
    let found = judge_all(vec![both], vec![wide]);
    assert_eq!(privacy(&found).provider, Some(ProviderState::Confirmed));
}

#[test]
fn a_vendor_is_known_however_it_is_written() {
    let cases = [
        ("Open AI", "OpenAI SOC 2 report", true),
        ("OpenAI", "SOC 2 report of Open AI, L.L.C.", true),
        ("Amazon Web Services (AWS)", "AWS: ISO 27001 certificate", true),
        (
            "Amazon Web Services (AWS)",
            "Amazon Web Services, ISO 27001 certificate",
            true,
        ),
        ("Bolt Cloud (EU)", "ISO 27001 certificate EU", false),
        ("Bolt Cloud (EU)", "Bolt Cloud ISO 27001 certificate", true),
        ("Bolt Cloud", "Bolt Cloudscape ISO 27001 certificate", false),
        ("Bolt Cloud", "Bolt report, cloud annex", false),
    ];
    for (vendor, text, speaks) in cases {
        let mut sold = system("s", &[DeploymentModel::Saas]);
        sold.vendor = Some(vendor.into());
        let wide = theirs(|c| {
            c.reach = vec![Reach::All];
            c.provider_evidence = fixtures::evidence(text, Grade::Independent);
        });
        let found = judge_all(vec![sold], vec![wide]);
        let confirmed = privacy(&found).provider == Some(ProviderState::Confirmed);
        assert_eq!(confirmed, speaks, "{vendor}: {text}");
    }
}

#[test]
fn a_claim_is_not_done_so_its_date_is_still_a_promise() {
    let due = |on: &str| Some(day(on));
    let promises = |rows: Vec<Control>| gap(&judge(rows), PRIVACY).unwrap().promises.clone();
    assert_eq!(
        promises(vec![theirs(|c| c.due = due("2026-12-01"))]),
        [day("2026-12-01")]
    );
    assert_eq!(
        promises(vec![
            theirs(|c| (c.status, c.due) = (PLANNED, due("2026-12-01"))),
            theirs(|c| (c.status, c.due) = (None, due("2026-11-01"))),
        ]),
        [day("2026-11-01"), day("2026-12-01")]
    );
    let none: [chrono::NaiveDate; 0] = [];
    assert_eq!(
        promises(vec![
            theirs(|c| (c.status, c.due) = (NOT_APPLICABLE, due("2026-12-01")))
        ]),
        none
    );
    assert_eq!(
        promises(vec![theirs(
            |c| (c.reach, c.due) = (vec![Reach::All], due("2026-12-01"))
        )]),
        none,
        "a wide row that names nobody"
    );
    assert_eq!(
        promises(vec![
            theirs(|c| (c.party, c.due) = (Party::Customer, due("2026-12-01")))
        ]),
        none,
        "ours"
    );
}

#[test]
fn a_gap_counts_the_rows_that_are_about_its_provider() {
    let ours = theirs(|c| (c.party, c.at) = (Party::Customer, at("Controls", 2)));
    let expired = theirs(|c| {
        (c.party, c.at) = (Party::Customer, at("Controls", 3));
        c.provider_evidence = dated(Grade::Named, "2019-01-01");
    });
    let vague = theirs(|c| {
        (c.party, c.at) = (Party::Customer, at("Controls", 4));
        c.provider_evidence.said = Some("by phone".to_owned());
    });
    let silent = theirs(|c| (c.reach, c.at) = (vec![Reach::All], at("Controls", 5)));
    let found = judge(vec![theirs(|_| {}), ours, expired, vague, silent]);
    let gap = gap(&found, PRIVACY).unwrap();
    assert_eq!(gap.rows, 3);
    assert_eq!(gap.source, ["Controls!A2", "Controls!A4", "Controls!A5"]);
}
