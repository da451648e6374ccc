//! The switches with which tests break the disk under an open journal. Off unless somebody sets them.

use std::sync::atomic::{AtomicU32, Ordering};

/// What is broken.
#[derive(Debug)]
pub(super) struct Faults {
    /// Bound on the pages of the file; 0 for none.
    max_pages: AtomicU32,
    /// How many commits fail from here on.
    commits: AtomicU32,
}

impl Faults {
    pub(super) fn new(max_pages: Option<u32>) -> Self {
        Self { max_pages: AtomicU32::new(max_pages.unwrap_or(0)), commits: AtomicU32::new(0) }
    }

    pub(super) fn limit_pages(&self, pages: Option<u32>) {
        self.max_pages.store(pages.unwrap_or(0), Ordering::SeqCst);
    }

    pub(super) fn fail_commits(&self, commits: u32) {
        self.commits.store(commits, Ordering::SeqCst);
    }

    /// The bound on pages, as SQLite wants it told.
    pub(super) fn max_pages(&self) -> u32 {
        match self.max_pages.load(Ordering::SeqCst) {
            0 => u32::MAX - 1,
            pages => pages,
        }
    }

    /// Whether the commit that asks is to fail.
    pub(super) fn next_commit_fails(&self) -> bool {
        self.commits.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
    }
}
