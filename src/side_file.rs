//! Files beside the inventory: configuration, matrix, products, logo, templates, earlier reports. They are mailed around as the
//! inventory is. In: a path, and how large such a file may be. Out: its bytes, or the reason why it is not read.

use std::fs::{self, File, Metadata};
use std::io::Read;
use std::path::Path;

use crate::message::{Message, sentence};

/// One mebibyte.
pub const MIB: u64 = 1 << 20;

/// Reads a regular file whole, unless it is larger than that; a device or a pipe, which may never end, is none.
///
/// # Errors
/// The rest of a sentence that begins with the file's name.
pub fn read(path: &Path, largest: u64) -> Result<Vec<u8>, Message> {
    let (file, _) = open(path, largest)?;
    let mut bytes = Vec::new();
    file.take(largest + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    match bytes.len() as u64 > largest {
        true => Err(too_large(largest)),
        false => Ok(bytes),
    }
}

/// Opens a regular file, and says how long it is, unless it is larger than that.
///
/// # Errors
/// As [`read`].
pub fn open(path: &Path, largest: u64) -> Result<(File, u64), Message> {
    // Opening a named pipe would wait for ever, so what it is comes first.
    regular(&fs::metadata(path).map_err(unreadable)?)?;
    let file = File::open(path).map_err(unreadable)?;
    let found = file.metadata().map_err(unreadable)?;
    regular(&found)?;
    match found.len() > largest {
        true => Err(too_large(largest)),
        false => Ok((file, found.len())),
    }
}

/// Whether a file holds some bytes, however large it is; one that cannot be read holds nothing.
pub fn holds(path: &Path, wanted: &[u8], largest: u64) -> bool {
    let Ok((mut file, _)) = open(path, largest) else {
        return false;
    };
    let mut window = Vec::new();
    loop {
        window.drain(..window.len().saturating_sub(wanted.len()));
        match (&mut file).take(MIB).read_to_end(&mut window) {
            Ok(0) | Err(_) => return false,
            Ok(_) if window.windows(wanted.len()).any(|part| part == wanted) => return true,
            Ok(_) => {}
        }
    }
}

fn unreadable(e: std::io::Error) -> Message {
    sentence!("cannot be read: {reason}", reason = e.to_string())
}

fn too_large(largest: u64) -> Message {
    sentence!(
        "is larger than {n} MiB, as no such file is",
        n = (largest / MIB) as usize
    )
}

/// The same for a text.
///
/// # Errors
/// As [`read`].
pub fn text(path: &Path, largest: u64) -> Result<String, Message> {
    String::from_utf8(read(path, largest)?).map_err(|_| "is no text in UTF-8".into())
}

fn regular(found: &Metadata) -> Result<(), Message> {
    match () {
        () if found.is_dir() => Err("is a folder".into()),
        () if !found.is_file() => Err("is a device or a pipe, not a file".into()),
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
        assert!(read(&large, MIB).unwrap_err().to_string().contains("larger than 1 MiB"));
        assert!(read(folder.path(), MIB).unwrap_err().to_string().contains("folder"));
        assert!(
            read(&folder.path().join("none"), MIB)
                .unwrap_err()
                .to_string()
                .contains("cannot be read")
        );
        #[cfg(unix)]
        assert!(
            read(Path::new("/dev/zero"), MIB)
                .unwrap_err()
                .to_string()
                .contains("device")
        );
        fs::write(&small, [0xFF, 0xFE]).unwrap();
        assert!(text(&small, MIB).unwrap_err().to_string().contains("UTF-8"));
    }
}
