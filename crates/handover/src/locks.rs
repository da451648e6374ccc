//! `handover locks` and `handover unlock`: the logins that wrong passwords have locked, asked of the server that runs.

use crate::cli::{LocksOptions, UnlockOptions, say};
use crate::control::{Answer, Locked, Question, ask};
use anyhow::bail;

/// What the columns are; they are separated by tabs.
const HEADING: &str = "account\tlogin\tlocked until\ttimes";

/// Prints the logins that are locked.
pub(crate) async fn list(options: LocksOptions) -> anyhow::Result<()> {
    let Answer::Locks(locked) = ask(&options.data, &Question::Locks).await? else {
        return of_another_release();
    };
    if options.json {
        say(&serde_json::to_string(&locked)?);
        return Ok(());
    }
    say(HEADING);
    for login in &locked {
        say(&line(login));
    }
    Ok(())
}

/// Lets a login go.
pub(crate) async fn release(options: UnlockOptions) -> anyhow::Result<()> {
    let UnlockOptions { data, account, login, json } = options;
    let question = Question::Unlock { account: account.clone(), login: login.clone() };
    let Answer::Unlocked(was_locked) = ask(&data, &question).await? else { return of_another_release() };
    if json {
        say(&serde_json::json!({"account": account, "login": login, "was_locked": was_locked}).to_string());
    } else if was_locked {
        say(&format!("login {login} of account {account} is not locked any more"));
    } else {
        say(&format!("login {login} of account {account} was not locked"));
    }
    Ok(())
}

/// The names come from whoever tried to sign in: nothing in them may move the cursor of a terminal.
fn line(locked: &Locked) -> String {
    let until = jiff::Timestamp::from_millisecond(locked.until_ms).map(|at| at.to_string());
    let (account, login) = (locked.account.escape_debug(), locked.login.escape_debug());
    format!("{account}\t{login}\t{}\t{}", until.unwrap_or_default(), locked.times)
}

/// The answer is none that this release knows.
pub(crate) fn of_another_release() -> anyhow::Result<()> {
    bail!("the server that runs is of another release and does not know the question; use its own `handover`")
}
