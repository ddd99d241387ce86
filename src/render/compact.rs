//! A smaller file. In: the finished PDF as its writer leaves it: objects one after another, then a table of their places. Out: the
//! same objects, word for word, those that are no streams packed together and compressed (PDF 1.5 and later): a tagged report
//! shrinks to a fifth. Streams end on CR LF, so that data that happens to end on CR is not taken to be one byte shorter.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// How many objects are packed together: more are smaller, but a viewer unpacks them all to see one.
const TOGETHER: usize = 500;
/// How hard they are compressed: above it, a hundredth of the size costs three times the work.
const EFFORT: u32 = 6;
/// Bytes of one row of the table of places: kind, place, index.
const ROW: usize = 7;

/// Packs the objects of a document; `None` if it is not laid out as expected, and then the file stays as it is.
pub fn compact(pdf: &[u8]) -> Option<Vec<u8>> {
    let layout = Layout::of(pdf)?;
    let mut packed = Packed {
        bytes: layout.head.to_vec(),
        rows: vec![[0; ROW]; layout.objects.len() + 1],
    };
    let is_stream = |(_, body): &(usize, &[u8])| body.ends_with(b"endstream");
    let (streams, plain): (Vec<_>, Vec<_>) = layout.objects.into_iter().partition(is_stream);
    for (number, body) in streams {
        packed.stream(number, body)?;
    }
    for group in plain.chunks(TOGETHER) {
        packed.group(group)?;
    }
    packed.finish(layout.trailer)
}

/// Where everything stands in a finished file.
struct Layout<'a> {
    /// The file's first lines.
    head: &'a [u8],
    /// Number and body of each object, by number.
    objects: Vec<(usize, &'a [u8])>,
    /// The entries of the trailer without its size.
    trailer: &'a [u8],
}

impl<'a> Layout<'a> {
    fn of(pdf: &'a [u8]) -> Option<Self> {
        let end = find_last(pdf, b"startxref\n")?;
        let table = number(&pdf[end + b"startxref\n".len()..])?;
        let trailer = find_last(&pdf[..end], b"trailer\n<</Size ")?;
        let rows = pdf.get(table..trailer)?.strip_prefix(b"xref\n0 ")?;
        let offsets = offsets(rows)?;
        let mut ends: Vec<usize> = offsets.iter().copied().chain([table]).collect();
        ends.sort_unstable();
        let body = |(place, &start): (usize, &usize)| {
            let end = ends[ends.partition_point(|&end| end <= start)];
            Some((place + 1, body(pdf.get(start..end)?, place + 1)?))
        };
        let entries = pdf.get(trailer + b"trailer\n<</Size ".len()..end)?.trim_ascii();
        let entries = &entries[entries.iter().position(|&b| b == b'/')?..];
        Some(Self {
            head: &pdf[..*ends.first()?],
            objects: offsets.iter().enumerate().map(body).collect::<Option<_>>()?,
            trailer: entries.strip_suffix(b">>")?,
        })
    }
}

/// The places of the objects 1, 2 ... from the rows of the table; none may be free.
fn offsets(rows: &[u8]) -> Option<Vec<usize>> {
    let text = std::str::from_utf8(rows).ok()?;
    let mut lines = text.lines();
    let count: usize = lines.next()?.parse().ok()?;
    let offset = |line: &str| line.strip_suffix(" 00000 n")?.parse().ok();
    let offsets = lines.skip(1).map(offset).collect::<Option<Vec<_>>>()?;
    (offsets.len() + 1 == count).then_some(offsets)
}

/// What stands between `N 0 obj` and `endobj`.
fn body(object: &[u8], number: usize) -> Option<&[u8]> {
    let inner = object.strip_prefix(format!("{number} 0 obj\n").as_bytes())?;
    Some(inner.trim_ascii_end().strip_suffix(b"endobj")?.trim_ascii_end())
}

fn number(text: &[u8]) -> Option<usize> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    std::str::from_utf8(&text[..digits]).ok()?.parse().ok()
}

fn find_last(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).rposition(|window| window == word)
}

/// The new file so far, and the row of each object in its table of places.
struct Packed {
    bytes: Vec<u8>,
    rows: Vec<[u8; ROW]>,
}

impl Packed {
    /// Writes an object that stands by itself.
    fn stream(&mut self, number: usize, body: &[u8]) -> Option<()> {
        let data = body.strip_suffix(b"\nendstream")?;
        let place = u32::try_from(self.bytes.len()).ok()?.to_be_bytes();
        self.rows[number] = [1, place[0], place[1], place[2], place[3], 0, 0];
        writeln!(self.bytes, "{number} 0 obj").ok()?;
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(b"\r\nendstream\nendobj\n");
        Some(())
    }

    /// Writes objects packed together: their numbers and places first, then their bodies.
    fn group(&mut self, group: &[(usize, &[u8])]) -> Option<()> {
        let holder = self.rows.len();
        self.rows.push([0; ROW]);
        let place = u32::try_from(holder).ok()?.to_be_bytes();
        let (mut index, mut bodies) = (String::new(), Vec::new());
        for (nth, (number, body)) in group.iter().enumerate() {
            let nth = u16::try_from(nth).ok()?.to_be_bytes();
            self.rows[*number] = [2, place[0], place[1], place[2], place[3], nth[0], nth[1]];
            index.push_str(&format!("{number} {} ", bodies.len()));
            bodies.extend_from_slice(body);
            bodies.push(b'\n');
        }
        let entries = format!("/Type/ObjStm/N {}/First {}", group.len(), index.len());
        self.stream(holder, &stream(&entries, &[index.as_bytes(), &bodies].concat())?)
    }

    /// Writes the table of places, each row as its difference from the one above.
    fn finish(mut self, trailer: &[u8]) -> Option<Vec<u8>> {
        let (table, start) = (self.rows.len(), self.bytes.len());
        let place = u32::try_from(start).ok()?.to_be_bytes();
        self.rows.push([1, place[0], place[1], place[2], place[3], 0, 0]);
        let mut above = [0; ROW];
        let mut rows = Vec::with_capacity(self.rows.len() * (ROW + 1));
        for row in &self.rows {
            rows.push(2);
            rows.extend(row.iter().zip(above).map(|(here, above)| here.wrapping_sub(above)));
            above = *row;
        }
        let entries = format!(
            "/Type/XRef/Size {}/W[1 4 2]/DecodeParms<</Predictor 12/Columns {ROW}>>{}",
            self.rows.len(),
            std::str::from_utf8(trailer).ok()?
        );
        let table_body = stream(&entries, &rows)?;
        self.stream(table, &table_body)?;
        write!(self.bytes, "startxref\n{start}\n%%EOF\n").ok()?;
        Some(self.bytes)
    }
}

/// The body of a compressed stream.
fn stream(entries: &str, data: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(EFFORT));
    encoder.write_all(data).ok()?;
    let data = encoder.finish().ok()?;
    let mut body = format!("<<{entries}/Filter/FlateDecode/Length {}>>stream\n", data.len()).into_bytes();
    body.extend_from_slice(&data);
    body.extend_from_slice(b"\nendstream");
    Some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_laid_out_as_expected_stays_as_it_is() {
        let missing = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";
        let free = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 2\n0000000000 65535 f\r\n0000000009 00001 f\r\ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n29\n%%EOF";
        assert!(compact(b"").is_none() && compact(missing).is_none() && compact(free).is_none());
    }
}
