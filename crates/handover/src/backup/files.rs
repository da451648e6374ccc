//! Files of a backup: what makes them durable, and what tells a whole one from another.

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// Bytes that are read at a time.
const READ_BYTES: usize = 1024 * 1024;

/// A file as it was written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// Makes a file durable and says what is in it.
pub(crate) fn make_durable(path: &Path) -> anyhow::Result<Written> {
    let done = || {
        File::open(path)?.sync_all()?;
        measure(path)
    };
    done().with_context(|| format!("{} cannot be made durable", path.display()))
}

/// What is in a file.
pub(crate) fn measure(path: &Path) -> io::Result<Written> {
    pour(&mut File::open(path)?, &mut io::sink())
}

/// Copies a file to where none is, and says what was in it.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<Written> {
    pour(&mut File::open(from)?, &mut File::create_new(to)?)
}

fn pour(from: &mut impl Read, to: &mut impl Write) -> io::Result<Written> {
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    let mut buffer = vec![0; READ_BYTES];
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok(Written { bytes, sha256: hex(&hash.finalize()) });
        }
        hash.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        bytes += u64::try_from(read).unwrap_or(u64::MAX);
    }
}

/// The SHA-256 of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Writes a file so that it is there whole or not at all, whenever the power goes.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("draft");
    let mut file = File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&draft, path)?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Makes it durable which files are in a folder.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}
