//! Files beside the inventory: configuration, matrix, products, logo, templates, earlier reports. They are mailed around as the
//! inventory is. In: a path, and how large such a file may be. Out: its bytes, or the reason why it is not read.

use std::fs::{self, File, Metadata};
use std::io::Read;
use std::path::Path;

/// One mebibyte.
pub const MIB: u64 = 1 << 20;

/// Reads a regular file whole, unless it is larger than that; a device or a pipe, which may never end, is none.
///
/// # Errors
/// The rest of a sentence that begins with the file's name.
pub fn read(path: &Path, largest: u64) -> Result<Vec<u8>, String> {
    let unreadable = |e: std::io::Error| format!("cannot be read: {e}");
    // Opening a named pipe would wait for ever, so what it is comes first.
    regular(&fs::metadata(path).map_err(unreadable)?)?;
    let file = File::open(path).map_err(unreadable)?;
    let found = file.metadata().map_err(unreadable)?;
    regular(&found)?;
    let mut bytes = Vec::new();
    if found.len() <= largest {
        file.take(largest + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    }
    match found.len() > largest || bytes.len() as u64 > largest {
        true => Err(format!("is larger than {} MiB, as no such file is", largest / MIB)),
        false => Ok(bytes),
    }
}

/// The same for a text.
///
/// # Errors
/// As [`read`].
pub fn text(path: &Path, largest: u64) -> Result<String, String> {
    String::from_utf8(read(path, largest)?).map_err(|_| "is no text in UTF-8".to_owned())
}

fn regular(found: &Metadata) -> Result<(), String> {
    match () {
        () if found.is_dir() => Err("is a folder".to_owned()),
        () if !found.is_file() => Err("is a device or a pipe, not a file".to_owned()),
        () => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_or_larger_than_any_such_file_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let (small, large) = (folder.path().join("small"), folder.path().join("large"));
        fs::write(&small, "a").unwrap();
        File::create(&large).unwrap().set_len(64 * 1024 * MIB).unwrap();
        assert_eq!(read(&small, MIB), Ok(vec![b'a']));
        assert!(read(&large, MIB).unwrap_err().contains("larger than 1 MiB"));
        assert!(read(folder.path(), MIB).unwrap_err().contains("folder"));
        assert!(
            read(&folder.path().join("none"), MIB)
                .unwrap_err()
                .contains("cannot be read")
        );
        #[cfg(unix)]
        assert!(read(Path::new("/dev/zero"), MIB).unwrap_err().contains("device"));
        fs::write(&small, [0xFF, 0xFE]).unwrap();
        assert!(text(&small, MIB).unwrap_err().contains("UTF-8"));
    }
}
