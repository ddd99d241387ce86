//! Tables of text into an inventory. In: a workbook and what the configuration says about its wording. Out: typed systems and
//! controls, how each sheet was understood, and a diagnostic for whatever was not. Nothing is dropped in silence.

use std::collections::BTreeSet;

use crate::config::{Reading, listed};
use crate::diagnostic::{Ask, Code, Diagnostics, Warned, column_letters};
use crate::inventory::{Contacts, Control, Decided, Departure, Inventory, Reach};
use crate::message::sentence;
use crate::read::Workbook;
use crate::text::quoted;

mod phrase;
mod validity;
mod vocabulary;
mod stock;
mod wording;
mod marks;
mod topic;
mod field;
mod because;
mod glossary;
mod lists;
mod areas;
mod cells;
mod heading;
mod layout;
mod turned;
mod blocks;
mod speech;
mod spelling;
mod columns;
mod parts;
mod guesses;
mod fits;
mod date;
mod catalogue;
mod by_settings;
mod lines;
mod claims;
mod others;
mod refusal;
mod account;
mod notes;
mod sheet_names;
mod roles;
mod context;
mod sheet;
mod levels;
mod models;
mod systems;
mod identity;
mod directory;
mod lexicon;
mod words;
mod titles;
mod outline;
mod memory;
mod known;
mod nobody;
mod naming;
mod own_report;
mod owner_list;
mod owners;
mod told;
mod status;
mod exceptions;
mod applies;
mod references;
mod remark;
mod raci;
mod origins;
mod crossed;
mod ticks;
mod answerable;
mod legend;
mod lights;
mod scope;
mod apart;
mod evidence;
mod units;
mod older;
mod controls;
mod grid;
mod people;
mod decisions;

pub use account::{ColumnReading, Role, SheetReading};
use because::{Because, Hence};
use blocks::Block;
pub use blocks::MOST_TABLES;
pub use by_settings::{note_own_products, note_own_reading, note_own_words};
use catalogue::Catalogue;
pub use catalogue::{Product, products};
use columns::Judge;
use context::Context;
use directory::Directory;
use field::{Field, Kind};
pub use glossary::{FieldWords, TableFields, Vocabulary, field_meaning, fields, vocabularies, vocabulary};
use known::Known;
use memory::Memory;
use notes::{note_columns, note_configuration, note_unused_columns, one_line};
use owners::Addresses;
pub use refusal::{of_own_tables, of_unfilled, refusal};
use roles::{Cast, Casting};
use sheet::{Sheet, account};
pub use sheet_names::unknown_sheet;
use systems::Systems;
pub use topic::Topic;
use wording::{Wording, compact};

/// What there is more of than is read; the inventory is not whole then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// Tables, all sheets together.
    Tables,
    /// Systems in all lists.
    Systems,
}

/// The inventory together with how it was understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Understood {
    /// What the files say.
    pub inventory: Inventory,
    /// How each sheet was read.
    pub sheets: Vec<SheetReading>,
    /// How the owners are reached.
    pub contacts: Contacts,
    /// What there was more of than is read.
    pub beyond: Option<Beyond>,
}

/// Reads the meaning of a workbook. `own_products` is a catalogue of the user's own, which goes before the embedded one.
pub fn inventory(workbook: &Workbook, reading: &Reading, own_products: &[Product]) -> Warned<Understood> {
    let mut context = Context {
        reading,
        wording: Wording::new(reading),
        catalogue: Catalogue::new(own_products),
        known: Known::default(),
        names: Memory::default(),
        proofs: Memory::default(),
        day_order: date::order(workbook.tables.iter().flat_map(date::values)),
        found: Diagnostics::default(),
    };
    note_configuration(&mut context);
    let wanted: Vec<String> = reading
        .columns
        .values()
        .flat_map(|headers| listed(headers).into_iter().map(compact))
        .collect();
    let cut = |table| blocks::cut(table, &context.wording, &wanted);
    let blocks: Vec<Block<'_>> = workbook.tables.iter().flat_map(cut).collect();
    if blocks.len() > MOST_TABLES {
        return Warned {
            value: Understood {
                beyond: Some(Beyond::Tables),
                ..Understood::default()
            },
            diagnostics: context.found,
        };
    }
    let casting = Casting {
        wording: &context.wording,
        catalogue: &context.catalogue,
        reading,
    };
    let casts = casting.cast(&blocks);
    let listed = casting.listed(&casts);
    let mut sheets: Vec<Understanding<'_>> = casts
        .into_iter()
        .map(|cast| understand(cast, &listed, &mut context))
        .collect();
    note_unused_columns(sheets.iter().map(Understanding::account), &mut context);
    let (inventory, contacts) = read_all(&mut sheets, &mut context);
    let sheets: Vec<SheetReading> = sheets.into_iter().map(Understanding::into_account).collect();
    applies::note_unused(sheets.iter(), &mut context);
    let is_full = inventory.systems.len() >= systems::MOST_TAKEN;
    Warned {
        value: Understood {
            inventory,
            sheets,
            contacts,
            beyond: is_full.then_some(Beyond::Systems),
        },
        diagnostics: context.found,
    }
}

/// A sheet that will be read, or the account of one that will not.
enum Understanding<'a> {
    Table(Box<Sheet<'a>>),
    PassedOver(Box<SheetReading>),
}

impl Understanding<'_> {
    fn account(&self) -> &SheetReading {
        match self {
            Self::Table(sheet) => &sheet.account,
            Self::PassedOver(account) => account,
        }
    }

    fn into_account(self) -> SheetReading {
        match self {
            Self::Table(sheet) => sheet.into_account(),
            Self::PassedOver(account) => *account,
        }
    }
}

fn understand<'a>(mut cast: Cast<'a>, listed: &BTreeSet<String>, context: &mut Context<'_>) -> Understanding<'a> {
    let Some(kind) = kind(cast.role).filter(|_| cast.header.is_some()) else {
        return Understanding::PassedOver(Box::new(pass_over(&cast, context)));
    };
    let Some(header) = cast.header.take() else {
        return Understanding::PassedOver(Box::new(pass_over(&cast, context)));
    };
    let judge = Judge {
        cells: &cast.cells,
        header: &header,
        wording: &context.wording,
        catalogue: &context.catalogue,
        reading: context.reading,
    };
    let mut columns = match &cast.crossed {
        Some(_) => judge.columns(Kind::Controls, false),
        None => judge.columns(kind, matches!(cast.role, Role::Grid | Role::Combined)),
    };
    match &cast.crossed {
        Some(crossed) => crossed.lay_over(&mut columns),
        None if kind == Kind::Controls => told::settle(&judge, &mut columns, listed, context),
        None => {}
    }
    let unheaded = told::unheaded(&judge, kind, &columns, listed, context);
    note_columns(cast.cells.table, &header, &columns, &unheaded, &mut context.found);
    let mut sheet = Sheet::new(cast, header, columns);
    sheet.order_elsewhere = context.day_order;
    sheet.select_rows(context);
    let domain = |name: &str| {
        let known = context.wording.knows(wording::Vocabulary::Domain, name);
        known.then(|| name.to_owned())
    };
    match sheet.account.role {
        Role::Systems | Role::Combined => sheet.group_by(Field::Unit, |name| Some(name.to_owned())),
        Role::Controls => sheet.group_by(Field::Domain, domain),
        _ => {}
    }
    if sheet.account.rows == 0 {
        sheet.because.push(Because::NoRows);
    }
    Understanding::Table(Box::new(sheet))
}

/// Whose headings a role uses; a grid names its systems as a list of systems does.
fn kind(role: Role) -> Option<Kind> {
    match role {
        Role::Systems | Role::Grid | Role::Combined => Some(Kind::Systems),
        Role::Controls => Some(Kind::Controls),
        Role::People => Some(Kind::People),
        Role::Decisions => Some(Kind::Decisions),
        Role::Settings | Role::PassedOver => None,
    }
}

fn pass_over(cast: &Cast<'_>, context: &mut Context<'_>) -> SheetReading {
    let table = cast.cells.table;
    let why = because::told(&cast.because);
    let first = table.rows.first().filter(|_| cast.place > 0);
    let (code, message, at) = match first.and_then(|row| Some((row, row.cells.first()?))) {
        Some((row, (column, _))) => (
            Code::SecondTable,
            sentence!("a further table starts here and was not read: {why}", why),
            table.locate(row.number, *column),
        ),
        None => (
            Code::SheetPassedOver,
            sentence!("not read: {why}", why),
            table.location(),
        ),
    };
    let name = table.sheet.as_ref().unwrap_or(&table.file);
    let option = |role: &str| quoted(&format!("{role}={}", one_line(name)));
    let help = sentence!(
        "if it lists AI systems, say --sheet {systems}; if controls, --sheet {controls}",
        systems = option("systems"),
        controls = option("controls")
    );
    let ask = Ask::Sheet {
        name: table.sheet.as_ref().unwrap_or(&table.file).to_string(),
    };
    context.found.ask(code, Some(&at), message, help, ask);
    let mut account = account(table, Role::PassedOver);
    account.about = cast.about;
    account.why = why;
    account.standing = cast.evidence.standing();
    account.rows = table.rows.len();
    account.rows_left_out = account.rows;
    if let Some(header) = &cast.header {
        account.header_row = Some(header.row + 1);
        account.columns = header.headings.iter().map(unread).collect();
    }
    account
}

/// The account of a column of a table that is passed over.
fn unread((number, heading): (&u32, &heading::Heading)) -> ColumnReading {
    ColumnReading {
        column: column_letters(*number),
        header: heading.shown.clone(),
        field: None,
        why: Hence::NotNeeded.message(),
        samples: Vec::new(),
    }
}

/// Systems first, since controls refer to them; people before controls, since they give addresses their names.
fn read_all(sheets: &mut [Understanding<'_>], context: &mut Context<'_>) -> (Inventory, Contacts) {
    let mut systems = Systems::default();
    let mut departures: Vec<Departure> = Vec::new();
    let mut decided: Vec<Decided> = Vec::new();
    let mut controls: Vec<Control> = Vec::new();
    let mut hidden = BTreeSet::new();
    let mut combined_places = Vec::new();
    units::stand_for(tables(sheets), context);
    for sheet in tables(sheets) {
        let table = sheet.cells.table;
        if table.hidden {
            hidden.insert((table.file.to_string(), table.sheet.as_deref().map(str::to_owned)));
        }
        match sheet.account.role {
            Role::Systems => _ = systems.read(sheet, context),
            Role::Combined => combined_places.push(systems.read(sheet, context)),
            Role::People => departures.extend(people::read(sheet, context)),
            Role::Decisions => decided.extend(decisions::read(sheet, context)),
            _ => {}
        }
    }
    if systems.all.is_empty() {
        from_controls(sheets, &mut systems, context);
    }
    if systems.is_full() {
        let systems = systems.all;
        return (
            Inventory {
                systems,
                ..Inventory::default()
            },
            Contacts::default(),
        );
    }
    let settled = identity::settle(&mut systems, &hidden, context);
    context.learn(Known::of(&departures, &systems.all));
    let all_combined = tables(sheets).filter(|sheet| sheet.account.role == Role::Combined);
    for (sheet, places) in all_combined.zip(combined_places) {
        let places: Vec<Option<usize>> = places.into_iter().map(|place| settled[place?]).collect();
        controls.extend(combined(sheet, &places, &systems, context));
    }
    let mut addresses = Addresses::of(&departures);
    let mut directory = Directory::new(&systems.all, &systems.written);
    controls.extend(read_controls(sheets, &mut directory, &mut addresses, context));
    let contacts = owners::unify(&mut controls, &addresses);
    let controls = leave_out_older(controls, sheets, &hidden, context);
    let inventory = Inventory {
        systems: systems.all,
        controls,
        departures,
        decisions: decided,
    };
    (inventory, contacts)
}

/// The controls without those of older lists, whose rows count as left out.
fn leave_out_older(
    controls: Vec<Control>,
    sheets: &mut [Understanding<'_>],
    hidden: &BTreeSet<identity::Place>,
    context: &mut Context<'_>,
) -> Vec<Control> {
    let (controls, older) = older::without(controls, hidden, context);
    let of_controls = |sheet: &&mut Sheet<'_>| matches!(sheet.account.role, Role::Controls | Role::Grid);
    for sheet in tables(sheets).filter(of_controls) {
        if older.contains(&identity::place(&sheet.cells.table.location())) {
            sheet.leave_out();
        }
    }
    controls
}

/// Lists of controls and grids of owners. A group's name may be the system or the unit of its rows.
fn read_controls(
    sheets: &mut [Understanding<'_>],
    directory: &mut Directory<'_>,
    addresses: &mut Addresses,
    context: &mut Context<'_>,
) -> Vec<Control> {
    for sheet in tables(sheets).filter(|sheet| sheet.account.role == Role::Controls) {
        sheet.group_by(Field::SystemRef, |name| match directory.named_in(name)? {
            Reach::System(id) => Some(id),
            Reach::Unit(unit) => Some(format!("unit:{unit}")),
            _ => None,
        });
    }
    let mut controls = Vec::new();
    for sheet in tables(sheets) {
        match sheet.account.role {
            Role::Grid if sheet.crossed.is_none() => controls.extend(grid::read(sheet, directory, context)),
            Role::Controls | Role::Grid => controls.extend(controls::read(sheet, directory, addresses, context)),
            _ => {}
        }
    }
    controls
}

/// Without a list of systems, those that the controls name are taken, and it is said that there may be more.
fn from_controls(sheets: &mut [Understanding<'_>], systems: &mut Systems, context: &mut Context<'_>) {
    let mut seen = BTreeSet::new();
    let names_some = |sheet: &&mut Sheet<'_>| matches!(sheet.account.role, Role::Controls) || sheet.crossed.is_some();
    let called: BTreeSet<String> = apart::sheets(tables(sheets).map(|sheet| &*sheet), context)
        .into_iter()
        .collect();
    for sheet in tables(sheets).filter(names_some) {
        let before = systems.all.len();
        systems.named_in(sheet, &mut seen, context);
        if let Some(name) = apart::name(sheet)
            .filter(|name| called.contains(*name))
            .map(str::to_owned)
            && apart::is_open(sheet)
            && seen.insert(compact(&name))
        {
            systems.bare(&name, sheet.cells.table.location(), sheet, context);
        }
        let taken = systems.all.len() - before;
        if taken == 0 {
            continue;
        }
        sheet.because.push(Because::NamedByControls);
        let message = sentence!(
            "no sheet lists the systems: only those named in controls are known ({n} here), without deployment model, \
             criticality and classification",
            n = taken
        );
        let help = "add a list of systems with their deployment models; if a sheet has one, say --sheet systems=NAME";
        context
            .found
            .add(Code::ColumnMissing, Some(&sheet.cells.table.location()), message, help);
    }
}

fn tables<'s, 'a>(sheets: &'s mut [Understanding<'a>]) -> impl Iterator<Item = &'s mut Sheet<'a>> {
    sheets.iter_mut().filter_map(|sheet| match sheet {
        Understanding::Table(sheet) => Some(sheet.as_mut()),
        Understanding::PassedOver(_) => None,
    })
}

/// The owners beside the systems of a combined list.
fn combined(sheet: &Sheet<'_>, places: &[Option<usize>], systems: &Systems, context: &mut Context<'_>) -> Vec<Control> {
    let mut controls = Vec::new();
    let lights = grid::lights(sheet, context);
    for (row, place) in sheet.body.iter().zip(places) {
        if let Some(place) = place {
            let reach = [Reach::System(systems.all[*place].id.clone())];
            controls.extend(grid::cells(sheet, row, &reach, &lights, context));
        }
    }
    grid::note_statuses(sheet, &controls, context);
    controls
}
