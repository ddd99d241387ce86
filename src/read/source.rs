//! A file the user named, taken into memory once. In: a path. Out: its bytes, its name, its fingerprint; what is parsed later are
//! these very bytes.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::refusal::Refusal;
use super::stray;
use crate::text;

/// The largest file that is read, in bytes. The largest real inventory known to us has a tenth of it.
pub const MAX_BYTES: u64 = 32 << 20;

/// A file in memory.
pub struct Source {
    /// Its name without the folder, safe to print.
    pub name: Arc<str>,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// All that is in it.
    pub bytes: Vec<u8>,
}

/// Takes a file into memory.
///
/// # Errors
/// A [`Refusal`] if it is missing, no regular file, too large, or may not be read.
pub fn take(path: &Path) -> Result<Source, Refusal> {
    stray::refuse(path)?;
    // Opening a named pipe would wait for ever, so what it is comes first.
    let found = fs::metadata(path).map_err(|error| denied(&error))?;
    if found.is_dir() {
        return Err(stray::folder(path));
    }
    require_file(&found)?;
    let file = File::open(path).map_err(|error| denied(&error))?;
    require_file(&file.metadata().map_err(|error| denied(&error))?)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| denied(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    Ok(Source {
        name: text::clean(&name).text.replace('\n', " ").into(),
        sha256: Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
        bytes,
    })
}

fn require_file(metadata: &fs::Metadata) -> Result<(), Refusal> {
    if !metadata.is_file() {
        return Err(Refusal::new("is no regular file", "name a workbook or CSV file"));
    }
    if metadata.len() > MAX_BYTES {
        Err(too_large())
    } else {
        Ok(())
    }
}

fn too_large() -> Refusal {
    Refusal::too_much("is larger than 32 MB")
}

fn denied(error: &std::io::Error) -> Refusal {
    match error.kind() {
        ErrorKind::NotFound => Refusal::new("does not exist", "check the name and the folder"),
        ErrorKind::PermissionDenied => Refusal::new(
            "may not be read",
            "ask for permission to read it, or copy it to a folder of yours",
        ),
        _ => Refusal::new(
            "could not be read from the disk",
            "copy it to another folder and try again",
        ),
    }
}
