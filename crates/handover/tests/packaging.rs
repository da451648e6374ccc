//! What those need who package the binary and ask for help with it: the version, completions, the manual, and what the build
//! says of itself. With the real binary, and with the real script of the build.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::process::run;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::Command;
    use tempfile::TempDir;

    const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "elvish", "powershell"];

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    fn said(arguments: &[&str]) -> String {
        let outcome = run(arguments);
        assert!(outcome.status.success(), "{arguments:?}: {}", outcome.stderr);
        outcome.stdout
    }

    /// What git says in this folder. Nobody's settings have a part in it.
    fn git(folder: &Path, arguments: &[&str]) -> String {
        let mut git = Command::new("git");
        git.arg("-C").arg(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.com"]);
        git.args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null");
        let output = git.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// The commands of a command, as its help lists them.
    fn commands_of(path: &[&str]) -> Vec<String> {
        let help = said(&[path, &["--help"]].concat());
        let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
        let names = lines.take_while(|line| !line.is_empty()).filter_map(|line| {
            // What a name is said to do may go on in further lines, which begin further in.
            line.strip_prefix("  ").filter(|line| !line.starts_with(' '))?.split(' ').next()
        });
        names.filter(|name| *name != "help").map(str::to_owned).collect()
    }

    /// Every command, with those of commands: `["audit", "list"]`.
    fn every_command() -> Vec<Vec<String>> {
        let mut commands = Vec::new();
        for name in commands_of(&[]) {
            commands.extend(commands_of(&[&name]).into_iter().map(|inner| vec![name.clone(), inner]));
            commands.push(vec![name]);
        }
        assert!(commands.len() > 14, "{commands:?}");
        commands
    }

    /// The options of a command, as its help lists them.
    fn options_of(path: &[&str]) -> BTreeSet<String> {
        let help = said(&[path, &["--help"]].concat());
        let lines = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
        let words = lines.flat_map(|line| line.split([' ', ',', '[', '=']));
        words.filter(|word| word.starts_with("--")).map(str::to_owned).collect()
    }

    #[test]
    fn the_version_names_the_commit_and_what_is_built_in() {
        let (version, short) = (env!("CARGO_PKG_VERSION"), said(&["-V"]));
        let full = said(&["--version"]);
        let lines: Vec<_> = full.lines().collect();
        let [name, commit, target, allocator, sqlite] = lines.as_slice() else { panic!("{full}") };
        assert_eq!(*name, format!("handover {version}"));
        let commit = commit.strip_prefix("commit ").unwrap();
        assert_eq!(short, format!("handover {version} ({commit})\n"));
        if root().join(".git").exists() {
            let head = git(&root(), &["rev-parse", "--short=12", "HEAD"]);
            assert_eq!(commit.trim_end_matches("-dirty"), head);
        } else {
            assert_eq!(commit, "unknown");
        }
        assert!(target.starts_with("target ") && target.ends_with(')'), "{target}");
        assert_eq!(*allocator, "allocator jemalloc");
        assert!(sqlite.starts_with("SQLite 3."), "{sqlite}");
    }

    #[test]
    fn completions_name_every_command_and_its_options() {
        let commands = every_command();
        for shell in SHELLS {
            let script = said(&["completions", shell]);
            for command in &commands {
                let path: Vec<_> = command.iter().map(String::as_str).collect();
                let name = command.last().unwrap();
                assert!(script.contains(name.as_str()), "{shell}: {command:?}");
                for option in options_of(&path) {
                    // fish writes a long option as `-l name`.
                    let fish = format!("-l {}", option.trim_start_matches('-'));
                    assert!(
                        script.contains(&option) || script.contains(&fish),
                        "{shell}: {command:?} {option}"
                    );
                }
            }
        }
    }

    #[test]
    fn bash_takes_its_completions() {
        let place = TempDir::new().unwrap();
        let file = place.path().join("handover.bash");
        fs::write(&file, said(&["completions", "bash"])).unwrap();
        let script = "source \"$0\"; COMP_WORDS=(handover aud); COMP_CWORD=1; \
                      _handover handover aud handover; echo \"${COMPREPLY[*]}\"";
        let output = Command::new("bash").args(["--norc", "-c", script]).arg(&file).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "audit\n", "{output:?}");
    }

    #[test]
    fn an_unknown_shell_is_refused_with_those_that_are_known() {
        let outcome = run(["completions", "tcsh"]);
        assert_eq!(outcome.status.code(), Some(2));
        for shell in SHELLS {
            assert!(outcome.stderr.contains(shell), "{}", outcome.stderr);
        }
    }

    #[test]
    fn the_manual_has_a_page_for_every_command_that_names_every_option() {
        let place = TempDir::new().unwrap();
        let folder = place.path().join("share/man/man1");
        let told = said(&["manual", "--to", folder.to_str().unwrap(), "--json"]);
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        let told: BTreeSet<_> =
            told["pages"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        let mut commands = every_command();
        commands.push(Vec::new());
        assert_eq!(told.len(), commands.len());
        for command in commands {
            let mut name = vec!["handover"];
            name.extend(command.iter().map(String::as_str));
            let file = format!("{}.1", name.join("-"));
            assert!(told.contains(file.as_str()), "{file}: {told:?}");
            let page = fs::read_to_string(folder.join(&file)).unwrap().replace("\\-", "-");
            assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{file}: {page}");
            let options = options_of(&name[1..]);
            assert!(options.contains("--help"), "{file}: {options:?}");
            for option in options {
                assert!(page.contains(&option), "{file}: {option}");
            }
        }
    }

    #[test]
    fn the_manual_is_the_same_each_time_and_names_no_commit() {
        let place = TempDir::new().unwrap();
        let (one, two) = (place.path().join("one"), place.path().join("two"));
        let told = said(&["manual", "--to", one.to_str().unwrap()]);
        assert!(told.contains(" pages in ") && told.lines().count() == 1, "{told}");
        said(&["manual", "--to", two.to_str().unwrap()]);
        for file in fs::read_dir(&one).unwrap() {
            let name = file.unwrap().file_name();
            let page = fs::read_to_string(one.join(&name)).unwrap();
            assert_eq!(page, fs::read_to_string(two.join(&name)).unwrap());
            assert!(!page.contains("commit "), "{name:?}: {page}");
        }
    }

    #[test]
    fn a_manual_that_cannot_be_written_says_what_to_do() {
        let place = TempDir::new().unwrap();
        let file = place.path().join("file");
        fs::write(&file, "").unwrap();
        let outcome = run(["manual", "--to", file.to_str().unwrap()]);
        assert_eq!(outcome.status.code(), Some(1));
        assert!(outcome.stderr.contains("name another with --to"), "{}", outcome.stderr);
    }

    /// A repository in which the script of the build can be tried, with a source and a test.
    struct Sources {
        place: TempDir,
    }

    impl Sources {
        fn without_git() -> Self {
            let place = TempDir::new().unwrap();
            let of_crate = place.path().join("crates/handover");
            fs::create_dir_all(of_crate.join("tests")).unwrap();
            fs::create_dir_all(place.path().join("ui")).unwrap();
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("build.rs");
            let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
            let mut rustc = Command::new(rustc);
            rustc.args(["--edition", "2024", "-o"]).arg(place.path().join("script")).arg(script);
            assert!(rustc.status().unwrap().success());
            let sources = Self { place };
            for path in ["crates/handover/build.rs", "crates/handover/tests/a.rs", "ui/a.js"] {
                sources.write(path, "first");
            }
            sources
        }

        fn in_git() -> Self {
            let sources = Self::without_git();
            let root = sources.place.path();
            git(root, &["init", "--quiet"]);
            git(root, &["add", "crates", "ui"]);
            git(root, &["commit", "--quiet", "--message", "first"]);
            sources
        }

        fn write(&self, path: &str, text: &str) {
            fs::write(self.place.path().join(path), text).unwrap();
        }

        fn head(&self) -> String {
            git(self.place.path(), &["rev-parse", "--short=12", "HEAD"])
        }

        /// What the script tells cargo.
        fn script(&self, profile: &str) -> String {
            let mut script = Command::new(self.place.path().join("script"));
            script.current_dir(self.place.path().join("crates/handover"));
            let output = script.env("TARGET", "here").env("PROFILE", profile).output().unwrap();
            assert!(output.status.success(), "{output:?}");
            String::from_utf8(output.stdout).unwrap()
        }

        fn commit(&self, profile: &str) -> String {
            let told = self.script(profile);
            told.lines()
                .find_map(|line| line.strip_prefix("cargo::rustc-env=HANDOVER_COMMIT="))
                .unwrap()
                .to_owned()
        }
    }

    #[test]
    fn a_build_from_an_archive_does_not_know_its_commit() {
        let sources = Sources::without_git();
        assert_eq!(sources.commit("release"), "unknown");
        // Nor does it take that of a repository it lies in.
        let around = Sources::in_git();
        let within = around.place.path().join("inner");
        fs::rename(sources.place.path(), &within).unwrap();
        let mut script = Command::new(within.join("script"));
        let output = script.current_dir(within.join("crates/handover")).output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(told.contains("HANDOVER_COMMIT=unknown\n"), "{told}");
    }

    #[test]
    fn a_build_knows_its_commit_and_whether_its_sources_are_those_of_it() {
        let sources = Sources::in_git();
        let head = sources.head();
        assert_eq!(sources.commit("release"), head);
        assert_eq!(sources.script("release"), sources.script("release"));
        sources.write("crates/handover/tests/a.rs", "second");
        assert_eq!(sources.commit("release"), head, "tests are not built in");
        sources.write("ui/a.js", "second");
        assert_eq!(sources.commit("debug"), head, "a debug build has no pages in it");
        assert_eq!(sources.commit("release"), format!("{head}-dirty"));
        sources.write("crates/handover/build.rs", "second");
        assert_eq!(sources.commit("debug"), format!("{head}-dirty"));
        git(sources.place.path(), &["commit", "--quiet", "--all", "--message", "second"]);
        assert_ne!(sources.head(), head);
        assert_eq!(sources.commit("release"), sources.head());
    }

    #[test]
    fn a_build_is_made_again_after_a_commit_and_after_a_change_of_its_sources() {
        let sources = Sources::in_git();
        let watched = |sources: &Sources| -> Vec<PathBuf> {
            let told = sources.script("release");
            let paths = told.lines().filter_map(|line| line.strip_prefix("cargo::rerun-if-changed="));
            let of_crate = sources.place.path().join("crates/handover");
            paths.map(|path| fs::canonicalize(of_crate.join(path)).unwrap()).collect()
        };
        let root = fs::canonicalize(sources.place.path()).unwrap();
        let branch = git(&root, &["symbolic-ref", "HEAD"]);
        let loose = watched(&sources);
        for path in ["crates/handover/build.rs", "ui/a.js", ".git/HEAD", &format!(".git/{branch}")] {
            assert!(loose.contains(&root.join(path)), "{path}: {loose:?}");
        }
        assert!(!loose.contains(&root.join("crates/handover/tests/a.rs")), "{loose:?}");
        git(&root, &["pack-refs", "--all"]);
        let packed = watched(&sources);
        for path in [".git/packed-refs", ".git/refs/heads"] {
            assert!(packed.contains(&root.join(path)), "{path}: {packed:?}");
        }
    }
}
