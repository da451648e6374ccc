//! Tells the binary which commit it is built from. It asks git and nothing else, no clock above all: the same sources make
//! the same binary.

use std::env;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;

/// The root of the repository, seen from this crate.
const ROOT: &str = "../..";
/// Where there is no git: in an archive of the sources.
const UNKNOWN: &str = "unknown";

fn main() -> io::Result<()> {
    let (target, profile) = (variable("TARGET"), variable("PROFILE"));
    let sources = sources(&profile);
    let commit = commit(&sources).unwrap_or_else(|| UNKNOWN.to_owned());
    let mut cargo = io::stdout();
    writeln!(cargo, "cargo::rustc-env=HANDOVER_COMMIT={commit}")?;
    writeln!(cargo, "cargo::rustc-env=HANDOVER_TARGET={target}")?;
    writeln!(cargo, "cargo::rustc-env=HANDOVER_PROFILE={profile}")?;
    writeln!(cargo, "cargo::rerun-if-changed=build.rs")?;
    if commit != UNKNOWN {
        for path in watched(&sources) {
            writeln!(cargo, "cargo::rerun-if-changed={path}")?;
        }
    }
    Ok(())
}

/// A variable that cargo sets.
fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| UNKNOWN.to_owned())
}

/// What the binary is built from, as patterns of git. A debug build reads the pages when they are asked for, and has none in it.
fn sources(profile: &str) -> Vec<&'static str> {
    let mut sources = vec!["Cargo.toml", "Cargo.lock", "crates", ":(exclude)crates/*/tests/*"];
    if profile != "debug" {
        sources.extend(["ui", ":(exclude)ui/tests/*"]);
    }
    sources
}

/// The commit, with a mark if the sources are not those of it.
fn commit(sources: &[&str]) -> Option<String> {
    // An archive of the sources may lie within a repository of somebody else.
    if !Path::new(ROOT).join(".git").exists() {
        return None;
    }
    let commit = git(&["rev-parse", "--short=12", "HEAD"], &[])?;
    let changed = git(&["status", "--porcelain", "--untracked-files=no", "--"], sources)?;
    let mark = if changed.is_empty() { "" } else { "-dirty" };
    Some(format!("{commit}{mark}"))
}

/// The files after whose change the answer may be another: the sources, and those in which git keeps where it stands. All of
/// them are there: one that is missing would be a change each time.
fn watched(sources: &[&str]) -> Vec<String> {
    let list = git(&["ls-files", "--"], sources).unwrap_or_default();
    let mut watched: Vec<_> = list.lines().map(|path| format!("{ROOT}/{path}")).collect();
    // git answers from the root of the repository.
    let of_git = |name: &str| {
        let path = git(&["rev-parse", "--git-path", name], &[])?;
        let path = Path::new(ROOT).join(path);
        path.exists().then(|| path.display().to_string())
    };
    let branch = git(&["rev-parse", "--symbolic-full-name", "HEAD"], &[]).unwrap_or_default();
    watched.extend(["HEAD", "packed-refs"].into_iter().filter_map(of_git));
    // A branch has no file while it is packed, and gets one with its next commit.
    watched.extend(of_git(&branch).or_else(|| of_git("refs/heads")));
    watched.retain(|path| Path::new(path).exists());
    watched
}

/// What git says of this repository, if it can. A hook of git that builds may have told it of another.
fn git(arguments: &[&str], patterns: &[&str]) -> Option<String> {
    let mut git = Command::new("git");
    git.args(["--no-optional-locks", "-C", ROOT]).args(arguments).args(patterns);
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        git.env_remove(variable);
    }
    let output = git.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
