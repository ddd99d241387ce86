//! Inventories of the kinds that people keep, small, and what a careful reader gets from their cells.

use unowned::framework::DeploymentModel::{self, Coding, Iaas, OnPremises, Paas, Saas};
use unowned::inventory::{ControlStatus, Scope};

use crate::shapes::judgement;
use crate::{Read, read, sheet};

fn names(read: &Read) -> Vec<&str> {
    read.what.inventory.systems.iter().map(|s| s.name.as_str()).collect()
}

fn models(read: &Read, name: &str) -> Vec<DeploymentModel> {
    read.system(name).models.clone()
}

#[test]
fn a_column_of_products_hosts_and_uses_tells_models_only_where_it_names_one() {
    let read = read(vec![sheet(
        "Tools",
        &[
            "Tool | Category | Owner",
            "Letter desk | Azure OpenAI | Ann Lee",
            "Quay planner | AWS EC2 | Bob Roy",
            "Notes helper | SaaS tool | Cy Dee",
            "Perplexity Enterprise | Productivity | Ann Lee",
            "Windsurf Teams | Text generation | Bob Roy",
            "Tide gauge | Forecasting | Cy Dee",
        ],
    )]);
    let wanted: [(&str, &[DeploymentModel]); 6] = [
        ("Letter desk", &[Paas]),
        ("Quay planner", &[Iaas]),
        ("Notes helper", &[Saas]),
        ("Perplexity Enterprise", &[Saas]),
        ("Windsurf Teams", &[Coding]),
        ("Tide gauge", &[]),
    ];
    for (name, expected) in wanted {
        assert_eq!(models(&read, name), expected, "{name}");
    }
}

#[test]
fn a_technique_says_nothing_of_where_a_system_runs() {
    let read = read(vec![sheet(
        "Register",
        &[
            "System name | Model type | Product",
            "Dock chat | LLM | Ollama with Llama 3.1",
            "Berth forecast | Machine learning | ",
            "Drafting | Generative AI | Jasper",
        ],
    )]);
    assert_eq!(models(&read, "Dock chat"), [OnPremises]);
    assert_eq!(models(&read, "Berth forecast"), []);
    assert_eq!(models(&read, "Drafting"), [Saas]);
}

#[test]
fn the_vendors_cell_tells_a_product_and_a_maker_alone_tells_nothing() {
    let read = read(vec![sheet(
        "AI systems",
        &[
            "Name | Vendor",
            "Case notes | Microsoft (Copilot Studio)",
            "Code help | GitHub - GitHub Copilot Business",
            "Image desk | Otter.ai",
            "Press office | DeepL",
            "Research | Anthropic",
        ],
    )]);
    assert_eq!(models(&read, "Case notes"), [DeploymentModel::Agentic]);
    assert_eq!(models(&read, "Code help"), [Coding]);
    for name in ["Image desk", "Press office", "Research"] {
        assert_eq!(models(&read, name), [], "{name}");
        assert_eq!(read.system(name).scope, Scope::In, "{name}");
    }
}

#[test]
fn a_next_review_is_no_last_review() {
    let read = read(vec![
        sheet("Systems", &["Name | Deployment model", "Dock chat | SaaS"]),
        sheet(
            "Controls",
            &[
                "System | Domain | Owner | Status | Next review date",
                "Dock chat | Data Privacy | Ann Lee | Implemented | 2027-02-01",
            ],
        ),
    ]);
    let control = &read.what.inventory.controls[0];
    assert_eq!(
        (control.status, control.last_reviewed),
        (Some(ControlStatus::Implemented), None)
    );
}

#[test]
fn whether_it_contains_ai_is_no_question_about_personal_data() {
    let read = read(vec![sheet(
        "Applications",
        &[
            "Application | Deployment model | Contains AI? (Y/N)",
            "Dock chat | SaaS | Y",
            "Crane vision | On-premises | Y",
        ],
    )]);
    assert_eq!(names(&read), ["Dock chat", "Crane vision"]);
    assert!(read.what.inventory.systems.iter().all(|s| s.personal_data.is_none()));
}

#[test]
fn a_task_list_with_custom_fields_is_a_list_of_controls() {
    let systems = sheet(
        "Systems",
        &[
            "Name | Deployment model",
            "Dock chat | SaaS",
            "Crane vision | On-premises",
        ],
    );
    let tasks = sheet(
        "Export",
        &[
            "Issue key | Summary | Assignee | Status | Custom field (AI System) | Custom field (Domain)",
            "OPS-12 | Sign-on for the chat | Ann Lee | Done | Dock chat | User Access Control",
            "OPS-13 | Log the camera | Bob Roy | In Progress | Crane vision | Monitoring and Logging",
        ],
    );
    let plain = sheet(
        "Controls",
        &[
            "System | Domain | Owner | Status",
            "Dock chat | User Access Control | Ann Lee | Implemented",
            "Crane vision | Monitoring and Logging | Bob Roy | Partial",
        ],
    );
    let read_tasks = read(vec![systems.clone(), tasks]);
    let owners = |read: &Read| {
        let lines = judgement(&read.what).into_iter();
        lines
            .filter(|line| line.contains("[\""))
            .map(|l| l.split(' ').take(2).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    assert_eq!(owners(&read_tasks), owners(&read(vec![systems, plain])));
}

#[test]
fn an_agency_inventory_knows_what_is_retired() {
    let read = read(vec![sheet(
        "Inventory",
        &[
            "Use Case Name | Stage of System Development Life Cycle | Is the Use Case Currently Active? | Hosting",
            "Tide gauge reader | Operation and Maintenance | Active | SaaS",
            "Old berth bot | Retired | Inactive | SaaS",
        ],
    )]);
    assert_eq!(read.system("Tide gauge reader").scope, Scope::In);
    assert_eq!(read.system("Old berth bot").scope, Scope::Retired);
}

#[test]
fn names_that_are_none_are_reported() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "Name | Deployment model",
            "REDACTED | SaaS",
            "TBD | PaaS",
            "Dock chat | SaaS",
        ],
    )]);
    assert!(names(&read).contains(&"Dock chat"));
    let reported = read
        .found
        .iter()
        .filter(|d| d.message.to_string().contains("name"))
        .count();
    assert!(
        reported > 0,
        "{:#?}",
        read.found.iter().map(|d| &d.message).collect::<Vec<_>>()
    );
}
