//! Side files that somebody else made: each ends in a report or a sentence, in little time, and costs the process that does the work nothing.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::{folder, report, status, stderr};

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A PDF of these objects, and one that names our program.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let objects = [objects, &[b"(unowned)".to_vec()]].concat();
    let (mut file, mut places) = (b"%PDF-1.7\n".to_vec(), String::new());
    for (number, object) in (1..).zip(&objects) {
        places += &format!("{:010} 00000 n \n", file.len());
        file.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let (start, count) = (file.len(), objects.len() + 1);
    let tail = format!(
        "xref\n0 {count}\n0000000000 65535 f \n{places}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    );
    file.extend(tail.bytes());
    file
}

/// A PDF with a packed stream.
fn with_stream(keys: &str, content: &[u8]) -> Vec<u8> {
    let content = packed(content);
    let head = format!("<</Length {}/Filter/FlateDecode{keys}>>\nstream\n", content.len());
    pdf(&[
        b"<</Type/Catalog>>".to_vec(),
        [head.as_bytes(), &content, b"\nendstream"].concat(),
    ])
}

fn png_with(kind: &[u8; 4], chunk: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    let mut piece = |kind: &[u8; 4], content: &[u8]| {
        crc.reset();
        crc.update(&[kind, content].concat());
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length, &kind[..], content, &crc.sum().to_be_bytes()].concat()
    };
    let head = piece(b"IHDR", &[0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
    let (extra, data) = (piece(kind, chunk), piece(b"IDAT", &packed(&[0; 14])));
    [b"\x89PNG\r\n\x1a\n".to_vec(), head, extra, data, piece(b"IEND", b"")].concat()
}

fn svg(inside: &str) -> Vec<u8> {
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">{inside}</svg>"#).into_bytes()
}

/// Each group holds the one before it twice.
fn doubled(groups: usize) -> String {
    let group = |n: usize| format!(r##"<g id="u{}"><use href="#u{n}"/><use href="#u{n}"/></g>"##, n + 1);
    let groups_of: String = (0..groups).map(group).collect();
    format!(r##"<g id="u0"><path d="M0 0L9 9" stroke="red"/></g>{groups_of}<use href="#u{groups}"/>"##)
}

/// A run with a file of this name and content beside the inventory.
fn with(file: &str, content: &[u8], more: &[&str]) -> Output {
    let (_keep, folder) = folder();
    fs::write(folder.join(file), content).unwrap();
    ended(&folder, more)
}

/// A run that ends as every run does.
fn ended(folder: &Path, more: &[&str]) -> Output {
    let started = Instant::now();
    let done = report(folder, &[&["--embedded-fonts", "-q", "-o", "out.pdf"], more].concat());
    assert!([0, 2].contains(&status(&done)), "{}", stderr(&done));
    assert!(!stderr(&done).contains("defect"), "{}", stderr(&done));
    assert_eq!(status(&done) == 0, folder.join("out.pdf").exists());
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    done
}

#[test]
fn earlier_reports_that_are_bombs_cost_a_sentence() {
    let record = "{\"schema\":\"unowned/snapshot/2\",\"x\":";
    let bomb = with_stream(
        "/Type/EmbeddedFile",
        &[record.as_bytes(), &vec![b' '; 300 << 20]].concat(),
    );
    let objects = with_stream("/Type/ObjStm/N 1/First 4", &[b"1 0 ", &[b'['; 40 << 20][..]].concat());
    let nested = pdf(&[[&b"<</X "[..], &[b'['; 200_000], b">>"].concat()]);
    let numbers = format!("{record}[{}0]}}", "0,".repeat(30 << 20)).into_bytes();
    let deep = format!("{record}{}", "[".repeat(1 << 20)).into_bytes();
    for (name, file) in [
        ("a.pdf", &bomb),
        ("b.pdf", &objects),
        ("c.pdf", &nested),
        ("d.json", &numbers),
        ("e.json", &deep),
    ] {
        assert_eq!(
            status(&with(name, file, &[])),
            0,
            "{name} beside the output is passed over"
        );
        let named = with(name, file, &["--since", name]);
        assert_eq!(status(&named), 2, "{name}");
        assert!(stderr(&named).contains(name), "{}", stderr(&named));
    }
}

#[test]
fn a_folder_of_bombs_has_an_end() {
    let (_keep, folder) = folder();
    let bomb = with_stream("/Type/EmbeddedFile", &vec![b' '; 255 << 20]);
    for number in 0..40 {
        fs::write(folder.join(format!("{number}.pdf")), &bomb).unwrap();
    }
    assert_eq!(status(&ended(&folder, &[])), 0);
}

#[test]
fn pictures_that_cost_more_than_any_logo_are_refused_or_drawn() {
    let profile = [b"x\0\0", &packed(&vec![0; 600 << 20])[..]].concat();
    let masks: String = (0..2_000)
        .map(|n| {
            format!(
                r##"<mask id="m{n}"><rect width="100" height="100" fill="white" mask="url(#m{})"/></mask>"##,
                n + 1
            )
        })
        .collect();
    let blurs = r#"<feGaussianBlur stdDeviation="9999"/>"#.repeat(2_000);
    let drawings = [
        ("l.png", png_with(b"iCCP", &profile)),
        ("l.png", png_with(b"zTXt", &profile)),
        ("l.svg", svg(&doubled(40))),
        (
            "l.svg",
            svg(&format!(r##"{masks}<rect width="9" height="9" mask="url(#m0)"/>"##)),
        ),
        (
            "l.svg",
            svg(&format!(
                r##"<filter id="f">{blurs}</filter><rect width="99999" height="99999" filter="url(#f)"/>"##
            )),
        ),
        ("l.svg", svg(&"<g>".repeat(50_000))),
    ];
    for (name, picture) in drawings {
        let (_keep, folder) = folder();
        fs::write(folder.join("unowned.toml"), format!("[report]\nlogo = \"{name}\"\n")).unwrap();
        fs::write(folder.join(name), picture).unwrap();
        let done = ended(&folder, &[]);
        assert!(
            status(&done) == 0 || stderr(&done).contains("the logo"),
            "{}",
            stderr(&done)
        );
    }
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_not_opened() {
    let (_keep, folder) = folder();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.join("pipe"))
        .status()
        .unwrap();
    assert!(made.success());
    std::os::unix::fs::symlink("/dev/zero", folder.join("zero")).unwrap();
    File::create(folder.join("sparse")).unwrap().set_len(8 << 30).unwrap();
    for endless in ["pipe", "zero", "sparse"] {
        for options in [
            ["--since", endless],
            ["--config", endless],
            ["--matrix", endless],
            ["--products", endless],
        ] {
            assert_eq!(status(&ended(&folder, &options)), 2, "{options:?}");
        }
    }
}

#[test]
fn settings_that_nest_or_repeat_beyond_measure_are_refused() {
    let deep = format!("x = {}", "[".repeat(400_000));
    let dotted = format!("{} = 1\n", vec!["a"; 300_000].join("."));
    for text in [deep, dotted] {
        let done = with("unowned.toml", text.as_bytes(), &[]);
        assert_eq!(status(&done), 2);
        assert!(stderr(&done).contains("unowned.toml"), "{}", stderr(&done));
    }
}
