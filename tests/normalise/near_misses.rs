//! Slips of the pen: questions with the right suggestion, never answers.

use unowned::diagnostic::Code;

use crate::{read, sheet};

/// Slips of the pen: a letter lost, doubled, swapped with the next, or hit beside.
fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    let places = (1..letters.len() - 1).filter(|p| letters[*p].is_alphabetic() && letters[*p + 1].is_alphabetic());
    let mut places: Vec<usize> = places.filter(|p| letters[*p] != letters[*p + 1]).collect();
    places.sort_by_key(|p| p.abs_diff(middle));
    let place = places[0];
    let changed = |change: &dyn Fn(&mut Vec<char>)| {
        let mut slip = letters.clone();
        change(&mut slip);
        slip.into_iter().collect::<String>()
    };
    vec![
        changed(&|l| _ = l.remove(place)),
        changed(&|l| l.insert(place, l[place])),
        changed(&|l| l.swap(place, place + 1)),
        changed(&|l| l[place] = if l[place] == 'x' { 'q' } else { 'x' }),
    ]
}

/// Words with the answer they should lead to.
const WORDS: [(&str, &[(&str, &str)]); 3] = [
    (
        "model",
        &[
            ("Software as a Service", "saas"),
            ("Platform as a Service", "paas"),
            ("Infrastructure as a Service", "iaas"),
            ("On-premises", "on-premises"),
            ("Embedded AI", "embedded"),
            ("Agentic", "agentic"),
            ("Multi-agent system", "agentic"),
            ("Coding assistant", "coding"),
            ("Model Context Protocol", "mcp"),
            ("Self-hosted in cloud", "iaas"),
        ],
    ),
    (
        "domain",
        &[
            ("Application Security", "application-security"),
            ("AI Ethics and Safety", "ai-ethics-and-safety"),
            ("Model Security", "model-security"),
            ("User Access Control", "user-access-control"),
            ("Data Privacy", "data-privacy"),
            ("Data Security", "data-security"),
            ("Monitoring and Logging", "monitoring-and-logging"),
            ("Compliance and Governance", "compliance-and-governance"),
            ("Supply Chain Security", "supply-chain-security"),
            ("Network Security", "network-security"),
            ("Infrastructure Security", "infrastructure-security"),
            ("Incident Response", "incident-response"),
            ("Agent Governance", "agent-governance"),
            ("Code Generation Security", "code-generation-security"),
            ("Context Pollution Protection", "context-pollution-protection"),
            ("Multi-System Integration", "multi-system-integration"),
            ("Access management", "user-access-control"),
            ("Vendor management", "supply-chain-security"),
            ("Responsible AI", "ai-ethics-and-safety"),
            ("Prompt injection", "application-security"),
            ("Encryption", "data-security"),
        ],
    ),
    (
        "status",
        &[
            ("Implemented", "implemented"),
            ("Fully implemented", "implemented"),
            ("In operation", "implemented"),
            ("Completed", "implemented"),
            ("Partially implemented", "partial"),
            ("Work in progress", "partial"),
            ("Planned", "planned"),
            ("In progress", "planned"),
            ("Scheduled", "planned"),
            ("Under development", "planned"),
            ("Not implemented", "not_implemented"),
            ("Not started", "not_implemented"),
            ("Non-compliant", "not_implemented"),
            ("Not applicable", "not_applicable"),
            ("Out of scope", "not_applicable"),
            ("Inherited", "inherited"),
            ("Compensating control", "alternative"),
            ("Risk accepted", "exception"),
            ("Decommissioned", "retired"),
        ],
    ),
];

#[test]
fn two_hundred_near_misses_are_questions_and_never_answers() {
    let (mut asked, mut right) = (0, 0);
    for (vocabulary, words) in WORDS {
        for (word, meaning) in words {
            for slip in slips(word) {
                asked += 1;
                let help = near_miss(vocabulary, &slip);
                right += usize::from(help.contains(&format!("'{meaning}'")));
            }
        }
    }
    assert_eq!(asked, 200);
    println!("{right} of {asked} near misses with the right suggestion");
    assert!(right * 10 >= asked * 9, "{right} of {asked} with the right suggestion");
}

/// Reads a misspelt word where its column expects it, checks that it counts for nothing, and gives back the help.
fn near_miss(vocabulary: &str, slip: &str) -> String {
    let systems = |model: &str| {
        sheet(
            "Systems",
            &["ID | Name | Deployment model", &format!("AI-1 | Bot | {model}")],
        )
    };
    let controls = |domain: &str, status: &str| {
        sheet(
            "Controls",
            &[
                "System | Domain | Owner | Status",
                &format!("AI-1 | {domain} | Ann Lee | {status}"),
            ],
        )
    };
    let (read, code) = match vocabulary {
        "model" => (read(vec![systems(slip)]), Code::UnknownModel),
        "domain" => (read(vec![systems("SaaS"), controls(slip, "Done")]), Code::UnknownDomain),
        _ => (
            read(vec![systems("SaaS"), controls("Data Privacy", slip)]),
            Code::UnknownValue,
        ),
    };
    let inventory = &read.what.inventory;
    match vocabulary {
        "model" => assert!(inventory.systems[0].models.is_empty(), "{slip}"),
        "domain" => assert!(inventory.controls.is_empty(), "{slip}"),
        _ => assert_eq!(inventory.controls[0].status, None, "{slip}"),
    }
    assert_eq!(
        read.count(code),
        1,
        "{slip}: {:#?}",
        read.found.iter().collect::<Vec<_>>()
    );
    read.found(code)[0].help.to_string()
}
