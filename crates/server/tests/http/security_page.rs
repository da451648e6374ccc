//! `docs/security.md` names a test for each threat; a name that leads nowhere would be a promise that nobody holds.

use std::path::{Path, PathBuf};

/// What stands between back quotes in a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text of a file that the page names.
fn file(name: &str) -> Option<String> {
    let is_file = [".rs", ".js"].iter().any(|end| name.ends_with(end));
    let folder = if name.starts_with("ui/") { root() } else { root().join("crates") };
    is_file
        .then(|| std::fs::read_to_string(folder.join(name)).unwrap_or_else(|_| panic!("there is no {name}")))
}

#[test]
fn every_test_that_the_security_page_names_is_there() {
    let page = std::fs::read_to_string(root().join("docs/security.md")).unwrap();
    let mut tests = 0;
    for line in page.lines().filter(|line| line.starts_with("| ")) {
        let Some(last) = line.trim_end_matches(" |").rsplit(" | ").next() else { continue };
        let (mut text, mut named) = (None, 0);
        for quoted in quoted(last) {
            if let Some(found) = file(quoted) {
                text = Some(found);
            } else if let Some(text) = &text {
                let in_rust = text.contains(&format!("fn {quoted}("));
                assert!(
                    in_rust || text.contains(&format!("'{quoted}'")),
                    "there is no test {quoted}: {line}"
                );
                named += 1;
            }
        }
        assert!(text.is_none() || named > 0, "no test is named: {line}");
        tests += named;
    }
    assert!(tests > 60, "only {tests} tests were found on the page");
}
