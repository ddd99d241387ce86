//! What people remark at cells: notes, threads and annotations are read with their cells; a part that leads nowhere says nothing.

use std::collections::BTreeMap;

use crate::forge::*;
use crate::{open, reason, write};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const THREADS: &str = "http://schemas.microsoft.com/office/2017/10/relationships";

fn comments(name: &str, bytes: &[u8]) -> BTreeMap<(u32, u32), String> {
    let folder = tempfile::tempdir().unwrap();
    let read = open(&write(folder.path(), name, bytes)).map_err(reason).unwrap();
    read.value.tables[0].comments.clone()
}

fn with_relations(parts: Parts, to: &[(&str, &str)]) -> Parts {
    let each = to.iter().enumerate();
    let lines: String = each
        .map(|(n, (kind, target))| format!(r#"<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>"#))
        .collect();
    let space = "http://schemas.openxmlformats.org/package/2006/relationships";
    with(
        parts,
        "xl/worksheets/_rels/sheet1.xml.rels",
        format!(r#"<Relationships xmlns="{space}">{lines}</Relationships>"#),
    )
}

const NOTES: &str = r#"<comments><authors><author>Ann</author></authors><commentList>
<comment ref="B2" authorId="0"><text><r><rPr><b/></rPr><t>Ann:</t></r><r><t xml:space="preserve">
ask &lt;Bo&gt; &amp; Cy</t></r><rPh><t>spoken</t></rPh></text></comment>
<comment ref="A1" authorId="0"><text><t>[Threaded comment] for older programs</t></text></comment>
<comment ref="nowhere" authorId="0"><text><t>lost</t></text></comment></commentList></comments>"#;
const THREAD: &str = r#"<ThreadedComments><threadedComment ref="A1" personId="{1}" id="{a}"><text>who owns it?</text></threadedComment>
<threadedComment ref="A1" personId="{2}" id="{b}" parentId="{a}"><text>I do</text></threadedComment></ThreadedComments>"#;
const PEOPLE: &str =
    r#"<personList><person displayName="Ann Lee" id="{1}"/><person displayName="Bo Kim" id="{2}"/></personList>"#;

#[test]
fn notes_and_threads_of_an_xlsx_are_read_with_their_cells() {
    let sheet = format!(r#"<row r="1">{}</row>"#, cell("A1", "Name"));
    let notes = with(xlsx_parts(&sheet), "xl/comments1.xml", NOTES);
    let parts = with_relations(notes.clone(), &[(&format!("{OFFICE}/comments"), "../comments1.xml")]);
    let said = comments("t.xlsx", &pack(&parts));
    assert_eq!(said[&(1, 1)], "Ann:\nask <Bo> & Cy");
    assert_eq!(said.len(), 2);

    let parts = with(notes, "xl/threadedComments/t1.xml", THREAD);
    let parts = with(parts, "xl/persons/person.xml", PEOPLE);
    let person =
        format!(r#"<Relationship Id="rId99" Type="{THREADS}/person" Target="persons/person.xml"/></Relationships>"#);
    let parts = edit(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", &person);
    let parts = with_relations(
        parts,
        &[
            (&format!("{OFFICE}/comments"), "../comments1.xml"),
            (&format!("{THREADS}/threadedComment"), "../threadedComments/t1.xml"),
        ],
    );
    let said = comments("t.xlsx", &pack(&parts));
    assert_eq!(said[&(0, 0)], "Ann Lee: who owns it?\nBo Kim: I do");
}

#[test]
fn a_list_of_comments_that_is_not_there_or_broken_says_nothing() {
    let sheet = format!(r#"<row r="1">{}</row>"#, cell("A1", "Name"));
    let gone = with_relations(
        xlsx_parts(&sheet),
        &[(&format!("{OFFICE}/comments"), "../comments1.xml")],
    );
    assert!(comments("t.xlsx", &pack(&gone)).is_empty());
    let broken = with(
        gone,
        "xl/comments1.xml",
        "<comments><commentList><comment ref=\"A1\"><text><t>half",
    );
    assert!(comments("t.xlsx", &pack(&broken)).is_empty());
}

#[test]
fn annotations_of_an_ods_are_read_also_at_blank_cells_and_are_no_text_of_the_cell() {
    let note = |inner: &str| {
        format!(
            "<office:annotation><dc:creator xmlns:dc=\"x\">Ann</dc:creator><text:p>{inner}</text:p><text:p>twice</text:p></office:annotation>"
        )
    };
    let rows = format!(
        "<table:table-row><table:table-cell office:value-type=\"string\">{}<text:p>Name</text:p></table:table-cell>\
         <table:table-cell>{}</table:table-cell></table:table-row>",
        note("ask <text:span>Bo</text:span>"),
        note(&note("nested")),
    );
    let bytes = pack(&ods_parts(&rows));
    let said = comments("t.ods", &bytes);
    assert_eq!(said[&(0, 0)], "ask Bo\ntwice");
    assert!(said.contains_key(&(0, 1)));
    let folder = tempfile::tempdir().unwrap();
    let read = open(&write(folder.path(), "t.ods", &bytes)).map_err(reason).unwrap();
    let row = &read.value.tables[0].rows[0];
    assert_eq!(format!("{:?}", row.cells), r#"[(0, Text("Name"))]"#);
}
