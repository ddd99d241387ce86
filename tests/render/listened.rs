//! What a listener is told: the tags of the heat map, read in their order.

use lopdf::{Dictionary, Document, Object};

use super::{fixture, render};

/// The elements of the tag tree below one, depth first.
fn below<'a>(pdf: &'a Document, element: &'a Dictionary, found: &mut Vec<&'a Dictionary>) {
    found.push(element);
    let Ok(kids) = element.get(b"K") else { return };
    let kids = match pdf.dereference(kids).unwrap().1 {
        Object::Array(kids) => kids.iter().collect(),
        one => vec![one],
    };
    for kid in kids {
        if let Ok(kid) = pdf.dereference(kid).unwrap().1.as_dict()
            && kid.has(b"S")
        {
            below(pdf, kid, found);
        }
    }
}

fn kind(element: &Dictionary) -> &str {
    std::str::from_utf8(element.get(b"S").and_then(Object::as_name).unwrap_or_default()).unwrap()
}

fn words(pdf: &Document, element: &Dictionary) -> Option<String> {
    let text = element.get(b"Alt").ok()?;
    lopdf::decode_text_string(pdf.dereference(text).ok()?.1).ok()
}

fn rows(pdf: &Document) -> Vec<Vec<&Dictionary>> {
    let root = pdf.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let root = pdf.dereference(root).unwrap().1.as_dict().unwrap();
    let mut all = Vec::new();
    below(pdf, root, &mut all);
    let rows = all.into_iter().filter(|element| kind(element) == "TR");
    rows.map(|row| {
        let mut cells = Vec::new();
        below(pdf, row, &mut cells);
        cells
    })
    .collect()
}

#[test]
fn a_row_of_the_heat_map_is_told_cell_by_cell_under_its_system() {
    let report = fixture::report(&fixture::inventory(12));
    let pdf = Document::load_mem(&render(&report).pdf).unwrap();
    let map = report.view.heatmap.as_ref().unwrap();
    let first: Vec<_> = map.rows[0].cells.iter().map(|n| map.pictures[*n].alt.clone()).collect();
    let told = |row: &Vec<&Dictionary>| row.iter().filter_map(|cell| words(&pdf, cell)).collect::<Vec<_>>();
    let rows = rows(&pdf);
    let row = rows
        .iter()
        .find(|row| told(row) == first)
        .expect("the first system's row");
    assert_eq!(first.len(), 16, "no cell is silent");
    let heads: Vec<_> = row.iter().filter(|cell| kind(cell) == "TH").collect();
    assert_eq!(heads.len(), 1, "the system heads its row");
    assert_eq!(row.iter().filter(|cell| kind(cell) == "TD").count(), 17);
    assert!(first.iter().any(|told| told.contains("provider’s")));
}

#[test]
fn every_row_of_a_table_for_reading_has_a_head() {
    let report = fixture::report(&fixture::inventory(12));
    let pdf = Document::load_mem(&render(&report).pdf).unwrap();
    for row in rows(&pdf) {
        let cells = row.iter().filter(|cell| ["TH", "TD"].contains(&kind(cell))).count();
        let heads = row.iter().filter(|cell| kind(cell) == "TH").count();
        assert!(heads > 0 || cells == 1, "a row of {cells} cells without a head");
    }
}

#[test]
fn a_link_is_called_by_where_it_goes() {
    let report = fixture::report(&fixture::inventory(12));
    let pdf = Document::load_mem(&render(&report).pdf).unwrap();
    let links = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let links = links.filter(|link| {
        link.get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|kind| kind == b"Link")
    });
    let told: Vec<_> = links
        .map(|link| lopdf::decode_text_string(link.get(b"Contents").unwrap()).unwrap())
        .collect();
    let systems = report
        .view
        .systems
        .as_ref()
        .unwrap()
        .pages
        .iter()
        .map(|part| part.name.as_str());
    let parts = &report.view.look.parts;
    let places = systems.chain([parts.owners.as_str(), &parts.systems, &parts.method]);
    for place in places {
        assert!(
            told.iter().any(|told| told.starts_with(place)),
            "no link to '{place}': {told:?}"
        );
    }
}
