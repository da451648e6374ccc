//! Which build this is: what an operator names when asking for help, and what `/metrics` shows.

use std::sync::LazyLock;

/// The commit the binary was built from, twelve digits of it; with `-dirty` if a file that is built into it had been changed
/// since. `unknown` when it was built without git.
pub(crate) const COMMIT: &str = env!("HANDOVER_COMMIT");

/// What `-V` says.
pub(crate) const SHORT: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("HANDOVER_COMMIT"), ")");

/// What `--version` says. The first line goes behind the name of the program.
pub(crate) fn in_full() -> &'static str {
    static IN_FULL: LazyLock<String> = LazyLock::new(|| {
        format!(
            "{}\ncommit {COMMIT}\ntarget {} ({})\nallocator jemalloc\nSQLite {}",
            env!("CARGO_PKG_VERSION"),
            env!("HANDOVER_TARGET"),
            env!("HANDOVER_PROFILE"),
            handover_journal::sqlite_version(),
        )
    });
    &IN_FULL
}
