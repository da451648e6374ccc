//! `handover doctor`: looks at everything that a server needs on this machine, and with `--url` at the way that clients take
//! to it, and says what is wrong and what to do. It changes nothing; the file with which it measures the disk is gone when it
//! ends. A server may be running meanwhile.

mod machine;
mod place;
mod way;

use crate::cli::{DoctorOptions, LogFormat, ServeOptions, Told, say};
use crate::control::{Question, ask};
use crate::server_file;
use anyhow::bail;
use serde::Serialize;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Ok,
    /// A server works, and not as well or as safely as it could.
    Warning,
    /// A server does not work.
    Failure,
}

/// One check.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    verdict: Verdict,
    /// What was found, and what to do.
    says: String,
}

impl Check {
    fn ok(name: &'static str, says: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Ok, says: says.into() }
    }

    fn warning(name: &'static str, says: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Warning, says: says.into() }
    }

    fn failure(name: &'static str, says: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Failure, says: says.into() }
    }
}

/// Looks at everything. Fails when something does not work.
pub(crate) async fn run(options: &DoctorOptions) -> anyhow::Result<()> {
    let is_served = ask(&options.data, &Question::Locks).await.is_ok();
    let mut checks = place::look(&options.data, is_served).await;
    match server_file::read(&serve_options(options), None) {
        Ok(serving) => {
            checks.push(Check::ok("configuration", of_configuration(options)));
            checks.extend(machine::certificate(serving.tls.as_ref()));
            checks.push(machine::address(serving.listen, is_served));
            checks.push(machine::open_files(serving.config.connections_per_address));
        }
        Err(error) => checks.push(Check::failure("configuration", format!("{error:#}"))),
    }
    if let Some(url) = &options.url {
        checks.extend(way::look(&options.data, url, options.ca.as_deref()).await);
    }
    tell(&checks, options.json)?;
    match checks.iter().filter(|check| check.verdict == Verdict::Failure).count() {
        0 => Ok(()),
        1 => bail!(Told("1 check has failed; it says above what to do".to_owned())),
        failures => bail!(Told(format!("{failures} checks have failed; they say above what to do"))),
    }
}

fn of_configuration(options: &DoctorOptions) -> String {
    options.config.as_ref().map_or_else(
        || "no server file: everything is as it is unless said otherwise".to_owned(),
        |file| format!("{} is in order", file.display()),
    )
}

/// What a server would be started with.
fn serve_options(options: &DoctorOptions) -> ServeOptions {
    ServeOptions {
        data: options.data.clone(),
        listen: options.listen,
        config: options.config.clone(),
        apply: None,
        public_url: None,
        tls_cert: None,
        tls_key: None,
        sample: false,
        metrics: None,
        traces: None,
        log: LogFormat::Text,
    }
}

fn tell(checks: &[Check], json: bool) -> anyhow::Result<()> {
    let count = |verdict| checks.iter().filter(|check| check.verdict == verdict).count();
    let (warnings, failures) = (count(Verdict::Warning), count(Verdict::Failure));
    if json {
        let document = serde_json::json!({ "checks": checks, "warnings": warnings, "failures": failures });
        say(&serde_json::to_string(&document)?);
        return Ok(());
    }
    for check in checks {
        let verdict = match check.verdict {
            Verdict::Ok => "ok",
            Verdict::Warning => "WARNING",
            Verdict::Failure => "FAILURE",
        };
        say(&format!("{verdict:<8} {:<14} {}", check.name, check.says));
    }
    say(&format!("{} checks, {warnings} warnings, {failures} failures", checks.len()));
    Ok(())
}
