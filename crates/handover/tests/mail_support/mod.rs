//! A data folder in which mails wait, as a server leaves it behind that was killed after its answer.

use crate::common::{APPLY_FILE, Place};
use crate::smtp::SmtpServer;
use handover_archive::SqliteArchive;
use handover_desk::{
    AccountConfig, AccountId, AccountProfile, Answer, ChatRequest, ChatSeed, Command, NewLine, NewMessage,
    Question, QuestionForm, Survey, SurveyAnswer, SurveyAnswers, SurveyKind, TranscriptWish, Validation,
    VisitorId, Writer,
};
use handover_journal::{DataFolder, SqliteJournal};
use handover_server::engine::clock::SystemClock;
use handover_server::engine::{Engine, Parts};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An offline survey for the end of [`APPLY_FILE`], and a skill with an address.
const OFFLINE_SURVEY: &str = r#"
[[account.survey]]
kind = "offline"
id = 40217
[[account.survey.question]]
id = 1
label = "What is it about?"
type = "Text Area"

[[account.skill]]
id = 25975314
name = "Returns"
offline_mail = "sales@shop.example"
"#;

/// A place with the configuration of a server that sends mail.
pub(crate) struct MailPlace(Place);

impl MailPlace {
    /// A place whose mails go to this server; `more` stands at the end of its table.
    pub(crate) fn new(smtp: &SmtpServer, more: &str) -> Self {
        let port = smtp.address.port();
        let from = "Shop <chat@shop.example>";
        let table =
            format!("[smtp]\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"{from}\"\n{more}");
        Self(Place::with(&table))
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.0.data()
    }

    /// The arguments of `handover serve` with an account that takes offline messages.
    pub(crate) fn serve_with_account(&self) -> Vec<OsString> {
        let file = self.0.file().with_file_name("account.toml");
        std::fs::write(&file, format!("{APPLY_FILE}{OFFLINE_SURVEY}")).unwrap();
        let mut arguments = self.serve();
        arguments.extend(["--apply".into(), file.into_os_string()]);
        arguments
    }

    /// The arguments of `handover serve`.
    pub(crate) fn serve(&self) -> Vec<OsString> {
        let (data, file) = (self.data(), self.0.file());
        ["serve", "--listen", "127.0.0.1:0", "--data"]
            .into_iter()
            .map(Into::into)
            .chain([data.into_os_string(), "--config".into(), file.into_os_string()])
            .collect()
    }
}

/// Leaves a transcript and an offline message in the outbox of a data folder.
pub(crate) async fn queue_mails(data: &Path) {
    let folder = DataFolder::open(data).unwrap();
    let journal = SqliteJournal::open(&folder.journal_path()).unwrap();
    let archive = SqliteArchive::open(&folder.archive_path()).unwrap();
    let parts = Parts::new(Arc::new(journal), Arc::new(archive), Arc::new(SystemClock));
    let engine = Engine::open(parts).await.unwrap();
    let account = engine.open_account(&AccountId::new("12345678")).await.unwrap();
    let done = async |command| account.submit(None, command).await.unwrap();
    done(Command::Configure(Box::new(config()))).await;
    let request = ChatRequest::bare(ChatSeed { head: 1, tail: 2 }, VisitorId(7));
    let Answer::ChatStarted(chat) = done(Command::StartChat(Box::new(request))).await else { panic!() };
    let line = NewLine::plain("Is it in stock?");
    done(Command::AddLine { chat, writer: Writer::Visitor, line }).await;
    let wish = TranscriptWish { to: "nora@example.com".into(), subject: None, utc_offset_min: None };
    done(Command::WishTranscript { chat, wish }).await;
    done(Command::EndChat { chat, writer: Writer::Visitor }).await;
    let answers = vec![SurveyAnswer { question: 1, values: vec!["Do you ship to Peru?".into()] }];
    let answers = SurveyAnswers { survey: 40, answers };
    done(Command::LeaveMessage(NewMessage { skill: None, visitor: None, details: Box::default(), answers }))
        .await;
    engine.close().await;
}

fn config() -> AccountConfig {
    let question = Question {
        id: 1,
        logic: 1,
        label: "What is it about?".into(),
        mandatory: true,
        validation: Validation::AlphaNumeric,
        form: QuestionForm::Text { area: true, default: "".into() },
    };
    let survey = Survey {
        id: 40,
        kind: SurveyKind::Offline,
        name: None,
        skill: None,
        header: "Leave us a message".into(),
        questions: vec![question],
    };
    let mut profile = AccountProfile {
        time_zone: "Europe/Lisbon".into(),
        surveys: vec![survey],
        offline_mail: Some("sales@shop.example".into()),
        ..AccountProfile::default()
    };
    profile.settings.early_lines = true;
    AccountConfig { profile, skills: vec![], agents: vec![] }
}
