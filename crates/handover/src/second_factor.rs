//! `handover second-factor remove`: for an admin who has lost the authenticator, or when there is no admin. Asked of the server that
//! runs, which has the desks.

use crate::cli::{RemoveFactorOptions, SecondFactorCommand, say};
use crate::control::{Answer, Question, ask};
use crate::locks::of_another_release;
use anyhow::bail;
use handover_server::operator::Removal;

/// Takes a second factor away.
pub(crate) async fn run(SecondFactorCommand::Remove(options): SecondFactorCommand) -> anyhow::Result<()> {
    let RemoveFactorOptions { data, account, login, json } = options;
    let question = Question::RemoveSecondFactor { account: account.clone(), login: login.clone() };
    let Answer::SecondFactor(removal) = ask(&data, &question).await? else { return of_another_release() };
    let had_one = match removal {
        Removal::Done => true,
        Removal::HadNone => false,
        Removal::UnknownAccount => bail!("there is no account {account}; look at how --account is spelt"),
        Removal::UnknownLogin => {
            bail!("no agent of account {account} signs in as {login}; look at how --login is spelt")
        }
        Removal::Failed => {
            bail!(
                "the server could not do it at the moment, its messages say why; nothing was changed, try again"
            )
        }
    };
    if json {
        say(&serde_json::json!({"account": account, "login": login, "had_one": had_one}).to_string());
    } else if had_one {
        say(&format!("login {login} of account {account} has no second factor any more"));
    } else {
        say(&format!("login {login} of account {account} had no second factor"));
    }
    Ok(())
}
