//! What the system gives a server: an address, certificates, open files.

use super::Check;
use handover_server::http::TlsFiles;
use rustix::process::{Resource, getrlimit};
use std::fs;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;

/// Open files under which a busy server turns people away.
const FEW_FILES: u64 = 4_096;
/// Rights that others than the owner have.
const OF_OTHERS: u32 = 0o077;

/// Whether a server can listen at an address.
pub(super) fn address(listen: SocketAddr, is_served: bool) -> Check {
    const NAME: &str = "address";
    let Err(error) = TcpListener::bind(listen) else { return Check::ok(NAME, format!("{listen} is free")) };
    let kind = error.kind();
    if kind == ErrorKind::AddrInUse && is_served {
        return Check::ok(NAME, format!("{listen} is taken, and a server runs on the data folder"));
    }
    let says = if kind == ErrorKind::AddrInUse {
        "is taken by another program (ss -ltnp says by which): stop that one, or name another with --listen"
            .to_owned()
    } else if kind == ErrorKind::PermissionDenied {
        "may be taken by root only: name a port above 1023, or let systemd open it (docs/operating.md)"
            .to_owned()
    } else if kind == ErrorKind::AddrNotAvailable {
        "is no address of this machine: name one with --listen".to_owned()
    } else {
        format!("cannot be listened at: {error}")
    };
    Check::failure(NAME, format!("{listen} {says}"))
}

/// Whether the certificate can be shown and its key is nobody else's. Without one there is nothing to say.
pub(super) fn certificate(tls: Option<&TlsFiles>) -> Vec<Check> {
    const NAME: &str = "certificate";
    let Some(files) = tls else { return Vec::new() };
    let read = handover_server::http::Tls::load(files.clone());
    let mut checks = vec![match read {
        Ok(_) => Check::ok(NAME, format!("{} and its key fit", files.certificate.display())),
        Err(error) => Check::failure(NAME, error.to_string()),
    }];
    let mode = fs::metadata(&files.key).map_or(0, |about| about.permissions().mode());
    if mode & OF_OTHERS != 0 {
        let key = files.key.display();
        checks.push(Check::warning("key", format!("others on this machine may read {key}: chmod 600 {key}")));
    }
    checks
}

/// Whether the process may have as many files open as people connect.
pub(super) fn open_files(per_address: u32) -> Check {
    const NAME: &str = "open files";
    match getrlimit(Resource::Nofile).current {
        None => Check::ok(NAME, "as many as the system has"),
        Some(limit) if limit < FEW_FILES => Check::warning(
            NAME,
            format!(
                "{limit} at once, and every connection takes one: raise it (LimitNOFILE= of the unit, or ulimit -n)"
            ),
        ),
        Some(limit) => {
            Check::ok(NAME, format!("{limit} at once; an address may have {per_address} connections"))
        }
    }
}
