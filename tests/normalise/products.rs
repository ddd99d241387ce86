//! Products as people write them: with editions, versions, makers, phrases and slips of the pen. And names that only look like
//! products, of which nothing may be told.

use unowned::inventory::{ModelSource, Scope};

use crate::{Read, grid, read};

/// A name as a list of systems holds it, and how it is had: where the name leaves two readings, both.
const WRITTEN: [(&str, &str); 120] = [
    ("Microsoft Copilot for M365 E5", "embedded"),
    ("Copilot in Word", "embedded"),
    ("Copilot in Excel and PowerPoint", "embedded"),
    ("OpenAI's ChatGPT Team", "saas"),
    ("Chat GPT 4o", "saas"),
    ("ChatGPT (free version)", "saas"),
    ("ChatGTP Enterprise", "saas"),
    ("GPT-4o via Azure OpenAI", "paas"),
    ("Claude 3.5 Sonnet", "saas|paas"),
    ("Claude for Enterprise (Anthropic)", "saas"),
    ("Google Gemini 2.5 Pro", "saas"),
    ("Gemini in Gmail / Docs", "embedded"),
    ("Perplexity Enterprise Pro", "saas"),
    ("Mistral Le Chat Pro", "saas"),
    ("DeepL Pro Advanced", "saas"),
    ("DeepL Write Pro", "saas"),
    ("Github Copilot for Business", "coding"),
    ("GitHub Copilot (Enterprise)", "coding"),
    ("Cursor Pro", "coding"),
    ("Windsurf IDE", "coding"),
    ("Amazon Q Developer Pro", "coding"),
    ("JetBrains AI Pro", "coding"),
    ("Tabnine Enterprise", "coding"),
    ("SonarQube AI CodeFix", "coding|embedded"),
    ("Snyk Code", "coding|not-covered"),
    ("Salesforce Einstein for Service", "embedded"),
    ("Salesforce Agentforce 2.0", "agentic"),
    ("HubSpot Breeze", "embedded"),
    ("Zoho Zia", "embedded"),
    ("Pipedrive AI Sales Assistant", "embedded"),
    ("Gong.io", "embedded|saas"),
    ("Outreach Kaia", "embedded"),
    ("Salesloft", "embedded"),
    ("ZoomInfo Copilot", "embedded"),
    ("Clay", "saas|embedded|agentic"),
    ("Marketo Engage", "embedded"),
    ("Mailchimp (Intuit Assist)", "embedded"),
    ("Semrush ContentShake AI", "embedded|saas"),
    ("Surfer SEO", "saas|embedded"),
    ("Hootsuite OwlyWriter AI", "embedded"),
    ("Sprinklr AI+", "embedded"),
    ("Brandwatch Iris", "embedded"),
    ("Canva Magic Write", "embedded"),
    ("Adobe Firefly for Enterprise", "embedded"),
    ("Figma Make", "embedded"),
    ("Workday Recruiting", "embedded"),
    ("SAP SuccessFactors Recruiting", "embedded"),
    ("Personio", "embedded"),
    ("Greenhouse Recruiting", "embedded"),
    ("LinkedIn Recruiter AI", "embedded|not-covered|agentic"),
    ("HireVue Video Interviewing", "embedded"),
    ("Textio", "saas|embedded"),
    ("Paradox Olivia", "agentic|embedded|saas"),
    ("Beamery", "embedded"),
    ("Phenom People", "embedded"),
    ("Cornerstone OnDemand", "embedded"),
    ("Docebo", "embedded"),
    ("Coursera Coach", "embedded"),
    ("SAP S/4HANA Cloud with Joule", "embedded"),
    ("Oracle Fusion Cloud ERP", "embedded"),
    ("NetSuite Text Enhance", "embedded"),
    ("Odoo AI", "embedded"),
    ("DATEV Automatisierungsservice Rechnungen", "embedded|not-covered"),
    ("Coupa Navi", "embedded"),
    ("BlackLine", "embedded"),
    ("HighRadius", "embedded|agentic"),
    ("Xero JAX", "embedded"),
    ("QuickBooks Online Intuit Assist", "embedded"),
    ("Ramp Intelligence", "embedded"),
    ("AppZen", "embedded|not-covered"),
    ("ServiceNow Now Assist for ITSM Pro Plus", "embedded"),
    ("Jira Service Management Virtual Agent", "embedded"),
    ("Atlassian Rovo Chat", "embedded"),
    ("Freshservice Freddy Copilot", "embedded"),
    ("Zendesk Advanced AI", "embedded"),
    ("Intercom Fin AI Agent 3", "embedded|agentic"),
    ("Tidio Lyro", "embedded|saas|agentic"),
    ("Ada chatbot", "agentic"),
    ("LivePerson Conversational Cloud", "embedded|saas"),
    ("Genesys Cloud CX 3", "embedded"),
    ("Talkdesk Copilot", "embedded"),
    ("Verint Da Vinci", "embedded"),
    ("Zoom AI Companion 2.0", "embedded"),
    ("Fireflies.ai Business", "saas"),
    ("Otter.ai Business", "not-covered"),
    ("MS Teams Premium (intelligent recap)", "embedded"),
    ("Tableau Pulse", "embedded"),
    ("PowerBI Copilot", "embedded"),
    ("ThoughtSpot Sage", "embedded"),
    ("Snowflake Cortex Analyst", "paas"),
    ("Databricks Mosaic AI Model Serving", "paas"),
    ("AWS Bedrock (Claude)", "paas"),
    ("Google Vertex AI Pipelines", "paas"),
    ("Azure ML Workspace", "paas"),
    ("Dataiku DSS 12", "paas"),
    ("Hugging Face Inference Endpoint", "paas"),
    ("Pinecone Vector DB", "paas"),
    ("Microsoft Sentinel", "not-covered|embedded"),
    ("Defender for Endpoint P2", "not-covered"),
    ("CrowdStrike Falcon Insight XDR", "not-covered"),
    ("Darktrace/Email", "not-covered"),
    ("Proofpoint TAP", "not-covered"),
    ("Abnormal Security Email", "not-covered"),
    ("Security Copilot", "saas"),
    ("Kofax TotalAgility", "embedded|not-covered|agentic"),
    ("ABBYY Vantage 2.7", "embedded|paas|not-covered"),
    ("Rossum Aurora", "embedded|saas|paas"),
    ("DocuSign CLM", "embedded"),
    ("Luminance Corporate", "embedded|saas"),
    ("Lexis+ AI Protégé", "embedded"),
    ("Thomson Reuters CoCounsel Core", "saas|embedded"),
    ("Epic In Basket Augmented Response", "embedded"),
    ("Nuance Dragon Ambient eXperience", "saas|embedded"),
    ("Aidoc", "embedded|not-covered"),
    ("Feedzai", "embedded|not-covered"),
    ("NICE Actimize", "embedded|not-covered"),
    ("Onfido identity verification", "embedded|not-covered"),
    ("UiPath Autopilot", "agentic"),
    ("n8n Cloud", "agentic"),
    ("Ollama + Llama 3.1 70B", "on-premises"),
];

/// Slips, words written together, makers in front and behind, and hosts of a model.
const FOUND: [(&str, &str); 26] = [
    ("ChatGPT to write scripts for ArcGIS Pro", "saas+embedded"),
    ("Nuance Dragon Medical One (DMO)", "not-covered"),
    ("OpenAI ChatGTP", "saas"),
    ("Salesforse Agentforce", "agentic"),
    ("Microsft Copilot Studio", "agentic"),
    ("Grammarlly Business", "embedded"),
    ("PowerAutomate (Premium)", "agentic"),
    ("GithubCopilot Enterprise", "coding"),
    ("ChatGPT4o", "saas"),
    ("Claude (Anthropic), Team plan", "saas"),
    ("Notion by Notion Labs", "embedded"),
    ("Anthropic Claude Opus 4.1", "saas"),
    ("Claude Sonnet 4 via AWS Bedrock", "paas"),
    ("GPT-4o on Azure OpenAI (EU)", "paas"),
    ("AWS Bedrock (Claude 3 Haiku)", "paas"),
    ("Cursor with Claude 3.5 Sonnet", "coding"),
    ("vLLM (Llama 3.1 70B)", "on-premises"),
    ("Ada for customer service", "agentic"),
    ("Zendesk for Support", "embedded"),
    ("ChatGPT Enterprise; GitHub Copilot", "saas+coding"),
    ("Azure OpenAI / GitHub Copilot", "paas+coding"),
    ("DeepL Pro (Unternehmen)", "saas"),
    ("Personio Lizenz", "embedded"),
    ("Microsoft Defender for Endpoint, Proofpoint", "not-covered"),
    ("iPhone 15", "not-covered"),
    ("Zscaler Internet Access v6", "not-covered"),
];

/// Systems whose names hold a word that is also a product's: nothing may be told of them, and none leaves the scope.
const NO_PRODUCTS: [&str; 42] = [
    "Physics-informed learning machines",
    "Information visualisation (InfoViP)",
    "Request classification",
    "Synthetic data creation",
    "Blueteam AI",
    "Virtual assistant (AiVA)",
    "Motion planning for rovers",
    "Long-term economic outlook",
    "Notion of fairness study",
    "Apollo mission image search",
    "Greenhouse gas model",
    "Lever arm fatigue prediction",
    "Otter population counts",
    "Word count tool",
    "Excel tool for churn",
    "Accessibility checker (ADA)",
    "Regional adverse reactions (RRAD-PI) AI",
    "Genesis block analysis",
    "Box office forecast",
    "Zoom level predictor",
    "Slack resource forecast",
    "Gem identification",
    "Ring road traffic forecast",
    "Signal processing model",
    "Clay tablet reader",
    "Ramp metering model",
    "Epic poem generator",
    "Elastic demand model",
    "Canvas painting classifier",
    "Clear sky irradiance model",
    "Deputy sheriff rota",
    "Remote sensing of crops",
    "Capacity planning",
    "Board paper summaries",
    "Segment anything for wells",
    "Harvest forecast",
    "Outreach letters generator",
    "Lookout tower smoke detection",
    "Consensus of experts tool",
    "Fathom depth charts",
    "Monday morning briefing",
    "Persona builder",
];

fn listed<'a>(names: impl Iterator<Item = &'a str>, product: bool) -> Read {
    let head = ["ID", "Name", "Product", "Lifecycle stage"].map(str::to_owned).to_vec();
    let row = |(place, name): (usize, &str)| {
        let (called, sold) = if product {
            (format!("Entry {place} of the list"), name)
        } else {
            (name.to_owned(), "")
        };
        vec![
            format!("AI-{place:03}"),
            called,
            sold.to_owned(),
            "Production".to_owned(),
        ]
    };
    let rows = names.enumerate().map(row);
    read(vec![grid(
        "Systems",
        &std::iter::once(head).chain(rows).collect::<Vec<_>>(),
    )])
}

/// For each name, what was told of it: models, `not-covered`, or nothing.
fn told(read: &Read) -> Vec<String> {
    let said = |system: &unowned::inventory::System| match system.scope {
        Scope::NotCovered => "not-covered".to_owned(),
        _ => system.models.iter().map(|m| m.id()).collect::<Vec<_>>().join("+"),
    };
    read.what.inventory.systems.iter().map(said).collect()
}

fn astray(names: &[(&str, &str)], product: bool) -> Vec<String> {
    let read = listed(names.iter().map(|(name, _)| *name), product);
    let pairs = names.iter().zip(told(&read));
    pairs
        .filter(|((_, wanted), got)| !wanted.split('|').any(|w| w == got))
        .map(|((name, wanted), got)| format!("{name}: {got}, not {wanted}"))
        .collect()
}

#[test]
fn products_are_known_as_people_write_them() {
    for product in [true, false] {
        assert_eq!(
            astray(&WRITTEN, product),
            Vec::<String>::new(),
            "in a column of products: {product}"
        );
    }
    assert_eq!(astray(&FOUND, true), Vec::<String>::new());
}

#[test]
fn an_ordinary_word_in_a_systems_name_tells_nothing() {
    let read = listed(NO_PRODUCTS.into_iter(), false);
    for system in &read.what.inventory.systems {
        assert_eq!(system.scope, Scope::In, "{}", system.name);
        assert!(system.models.is_empty(), "{}: {:?}", system.name, system.models);
        assert_eq!(system.model_source, ModelSource::None, "{}", system.name);
    }
}

#[test]
fn a_background_product_inside_something_else_leaves_it_in_scope_with_a_question() {
    let names = [
        "Claims letters made with Otter.ai",
        "Darktrace alert summaries by GPT",
        "Photos from Google Photos",
    ];
    for product in [true, false] {
        let read = listed(names.into_iter(), product);
        for system in &read.what.inventory.systems {
            assert_eq!(system.scope, Scope::In, "{}", system.name);
            assert!(system.models.is_empty(), "{}", system.name);
        }
        assert_eq!(read.count(unowned::diagnostic::Code::ModelUnclear), names.len());
    }
}
