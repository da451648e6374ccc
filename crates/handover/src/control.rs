//! The operator's door to a server that runs: a socket in the data folder, which is as open as the folder is. One line of JSON
//! asks, one line of JSON answers. What only the running server knows, and nothing else, goes through here.

use anyhow::{Context as _, anyhow};
use handover_journal::DataFolder;
use handover_server::http::App;
use handover_server::operator::{self, Removal};
use handover_server::visitor_data::{self, ErasureNo, VisitorId};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::AbortHandle;

/// The name of the socket.
const SOCKET: &str = "control.sock";
/// Bytes of a question.
const QUESTION_BYTES: u64 = 4 * 1024;
/// Time that either side has for what it does.
const PATIENCE: Duration = Duration::from_secs(10);

/// What can be asked.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum Question {
    /// Which logins are locked.
    Locks,
    /// To let a login go.
    Unlock {
        /// Its account.
        account: String,
        /// Its name.
        login: String,
    },
    /// To take an agent's second factor away.
    RemoveSecondFactor {
        /// The agent's account.
        account: String,
        /// The agent's login name.
        login: String,
    },
    /// To open a probe, with which the way to the server is tried.
    Probe,
    /// To erase a visitor.
    Erase {
        /// The account.
        account: String,
        /// The visitor's number.
        visitor: u64,
        /// Whether chats that have not ended are ended.
        end: bool,
    },
    /// To say when an erasure is carried out; asked again as long as it is not.
    Erased {
        /// The account.
        account: String,
        /// Which erasure.
        erasure: u64,
    },
}

impl Question {
    /// What there is to say when no server runs that could be asked.
    const fn unanswered(&self) -> &'static str {
        match self {
            Self::Locks | Self::Unlock { .. } => {
                "locks are in the memory of a server that runs, and end with it"
            }
            Self::RemoveSecondFactor { .. } | Self::Probe | Self::Erase { .. } | Self::Erased { .. } => {
                "start the server on this folder, and ask again"
            }
        }
    }
}

/// What is answered.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    /// The logins that are locked.
    Locks(Vec<Locked>),
    /// Whether the login was locked.
    Unlocked(bool),
    /// What came of taking a second factor away.
    SecondFactor(Removal),
    /// The token of a probe, good for a minute.
    Probe(String),
    /// An erasure was begun.
    EraseBegun {
        /// How many documents were found.
        documents: usize,
        /// Which erasure it is; none where nothing was found.
        erasure: Option<u64>,
    },
    /// Whether an erasure is carried out.
    Erased(bool),
    /// It cannot be done: why, and what to do.
    Refused(String),
    /// The question makes no sense to this release.
    Unknown,
}

/// A login that is locked.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Locked {
    pub(crate) account: String,
    pub(crate) login: String,
    /// When it lets go by itself, in milliseconds since 1970.
    pub(crate) until_ms: i64,
    /// How often it was locked in a row.
    pub(crate) times: u32,
}

/// The socket of a server that runs; it is gone when this is dropped.
pub(crate) struct Listening(Option<(PathBuf, AbortHandle)>);

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some((path, task)) = &self.0 {
            task.abort();
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Listens in the data folder. Without a socket the server serves all the same, and says so.
pub(crate) fn serve(folder: &DataFolder, app: Arc<App>) -> Listening {
    let path = folder.path().join(SOCKET);
    match listen(&path) {
        Ok(listener) => Listening(Some((path, tokio::spawn(answer_all(listener, app)).abort_handle()))),
        Err(error) => {
            tracing::warn!(%error, "there is no control socket in the data folder: `handover locks`, `handover unlock`, `handover second-factor` and `handover doctor --url` do not work");
            Listening(None)
        }
    }
}

/// A socket that a killed process has left behind is nobody's: this process holds the folder.
fn listen(path: &Path) -> io::Result<UnixListener> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(listener)
}

async fn answer_all(listener: UnixListener, app: Arc<App>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let app = Arc::clone(&app);
                tokio::spawn(tokio::time::timeout(PATIENCE, async move {
                    if let Err(error) = answer_one(stream, &app).await {
                        tracing::debug!(%error, "an operator's question got no answer");
                    }
                }));
            }
            Err(error) => {
                tracing::warn!(%error, "the control socket takes no question for a moment");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

async fn answer_one(mut stream: UnixStream, app: &App) -> io::Result<()> {
    let mut question = String::new();
    BufReader::new((&mut stream).take(QUESTION_BYTES)).read_line(&mut question).await?;
    let answer = match serde_json::from_str(&question) {
        Ok(question) => answer(app, question).await,
        Err(_) => Answer::Unknown,
    };
    let mut line = serde_json::to_string(&answer)?;
    line.push('\n');
    stream.write_all(line.as_bytes()).await
}

async fn answer(app: &App, question: Question) -> Answer {
    let now = app.engine.clock().now();
    match question {
        Question::Locks => {
            let locked = app.guard.locked(now).into_iter().map(|locked| Locked {
                account: locked.account,
                login: locked.login,
                until_ms: locked.until.0,
                times: locked.times,
            });
            Answer::Locks(locked.collect())
        }
        Question::Unlock { account, login } => {
            let was_locked = app.guard.release(&account, &login, now);
            tracing::info!(account, was_locked, "the operator has let a login go");
            Answer::Unlocked(was_locked)
        }
        Question::RemoveSecondFactor { account, login } => {
            let removal = operator::remove_second_factor(&app.engine, &account, &login).await;
            tracing::info!(account, ?removal, "the operator has taken a second factor away");
            Answer::SecondFactor(removal)
        }
        Question::Probe => {
            tracing::debug!("the operator tries the way to the server");
            Answer::Probe(app.probes.open(&*app.entropy, now))
        }
        Question::Erase { account, visitor, end } => {
            match visitor_data::erase(&app.engine, &account, VisitorId(visitor), end).await {
                Ok(begun) => {
                    Answer::EraseBegun { documents: begun.documents, erasure: begun.erasure.map(|no| no.0) }
                }
                Err(error) => Answer::Refused(error.to_string()),
            }
        }
        Question::Erased { account, erasure } => {
            let carried_out = visitor_data::erased(&app.engine, &account, ErasureNo(erasure));
            match tokio::time::timeout(PATIENCE / 2, carried_out).await {
                Ok(Ok(())) => Answer::Erased(true),
                Ok(Err(error)) => Answer::Refused(error.to_string()),
                Err(_) => Answer::Erased(false),
            }
        }
    }
}

/// Asks the server that runs on a data folder, about what only one that runs knows.
pub(crate) async fn ask(data: &Path, question: &Question) -> anyhow::Result<Answer> {
    let answer = ask_if_it_runs(data, question).await?;
    let path = data.join(SOCKET);
    answer.with_context(|| format!("no server answers at {}; {}", path.display(), question.unanswered()))
}

/// Asks the server that runs on a data folder; nothing where none does.
pub(crate) async fn ask_if_it_runs(data: &Path, question: &Question) -> anyhow::Result<Option<Answer>> {
    DataFolder::journal_to_observe(data)?;
    let asked = async {
        let path = data.join(SOCKET);
        let mut stream = match UnixStream::connect(&path).await {
            Ok(stream) => stream,
            Err(error)
                if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error).with_context(|| format!("{} cannot be reached", path.display())),
        };
        let mut line = serde_json::to_string(question)?;
        line.push('\n');
        stream.write_all(line.as_bytes()).await?;
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer).await?;
        Ok(Some(serde_json::from_str(&answer)?))
    };
    let answered = tokio::time::timeout(PATIENCE, asked).await;
    answered.map_err(|_| anyhow!("the server of {} does not answer", data.display()))?
}
