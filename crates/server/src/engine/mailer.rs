//! The mailer of one account: sends the mails that are due, a few at a time, and tells the desk what each attempt came to.
//!
//! When a mail is tried and when it is given up, the desk decides; this task only waits for it. A mail stays in the
//! outbox until it is durable that somebody else has it, so that it is sent at least once, whenever the process ends.

use super::{Account, Envelope, Parts, pause};
use crate::limits;
use crate::mail::{self, MailTransport};
use handover_desk::{Command, Mail, MailNo, MailOutcome, MailState, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};

/// The attempts that are going on.
struct Mailer {
    parts: Parts,
    account: Arc<Account>,
    transport: Arc<dyn MailTransport>,
    /// What is being sent; nothing is sent twice at a time.
    busy: BTreeSet<MailNo>,
    attempts: JoinSet<MailNo>,
}

/// Works until the account is stopped. Mails that are being sent then have a moment to get through.
pub(super) async fn run(parts: Parts, account: Arc<Account>, transport: Arc<dyn MailTransport>) {
    let mut mailer = Mailer { parts, account, transport, busy: BTreeSet::new(), attempts: JoinSet::new() };
    let (clock, account) = (Arc::clone(&mailer.parts.clock), Arc::clone(&mailer.account));
    while !account.stopping.is_cancelled() {
        let alarm = mailer.send_due();
        tokio::select! {
            biased;
            () = account.stopping.cancelled() => {}
            Some(done) = mailer.attempts.join_next(), if !mailer.attempts.is_empty() => mailer.done(done),
            () = account.mail_due.notified() => {}
            () = clock.sleep_until(alarm.unwrap_or(Timestamp::MIN)), if alarm.is_some() => {}
        }
    }
    mailer.drain().await;
}

impl Mailer {
    /// Begins to send what is due, as far as there is room. Says when there is more to do by itself.
    fn send_due(&mut self) -> Option<Timestamp> {
        let mailbox = self.account.mailbox()?;
        let now = self.parts.clock.now();
        let room = limits::MAILS_AT_A_TIME.saturating_sub(self.attempts.len());
        let (due, alarm) = {
            let view = self.account.view().read();
            let mut waiting = view.desk().mails_due().filter(|(_, mail)| !self.busy.contains(&mail.no));
            let first = waiting.by_ref().take(room);
            let (due, later): (Vec<_>, Vec<_>) = first.partition(|(at, _)| *at <= now);
            let due: Vec<Mail> = due.into_iter().map(|(_, mail)| mail.clone()).collect();
            (due, later.first().map(|(at, _)| *at))
        };
        for mail in due {
            self.busy.insert(mail.no);
            let (parts, account) = (self.parts.clone(), Arc::clone(&self.account));
            let (transport, mailbox) = (Arc::clone(&self.transport), mailbox.clone());
            self.attempts.spawn(async move { attempt(&parts, &account, &*transport, &mailbox, &mail).await });
        }
        alarm
    }

    /// An attempt is over. One that failed by a defect is not made again before the next start.
    fn done(&mut self, done: Result<MailNo, JoinError>) {
        match done {
            Ok(no) => {
                self.busy.remove(&no);
            }
            Err(error) => tracing::error!(account = %self.account.id, %error, "sending a mail has failed"),
        }
    }

    /// Waits a moment for what is being sent. What does not get through stays in the outbox.
    async fn drain(mut self) {
        let until = Timestamp(self.parts.clock.now().0.saturating_add(limits::MAIL_DRAIN_MS));
        loop {
            tokio::select! {
                biased;
                done = self.attempts.join_next() => match done {
                    Some(done) => self.done(done),
                    None => return,
                },
                () = self.parts.clock.sleep_until(until) => break,
            }
        }
        tracing::warn!(
            account = %self.account.id,
            mails = self.attempts.len(),
            "mails that were being sent stay in the outbox; if they got through, they come twice"
        );
        self.attempts.shutdown().await;
    }
}

/// Sends one mail. The mailbox is held meanwhile, so that what comes of it can be stored when the server is stopping.
async fn attempt(
    parts: &Parts,
    account: &Account,
    transport: &dyn MailTransport,
    mailbox: &mpsc::Sender<Envelope>,
    due: &Mail,
) -> MailNo {
    let outcome = match mail::write(account, &*parts.archive, due).await {
        Ok(outgoing) => transport.send(outgoing).await,
        Err(outcome) => outcome,
    };
    loop {
        let command = Command::MailTried { mail: due.no, outcome: outcome.clone() };
        let (envelope, answer) = Envelope::new(None, command);
        let sent = mailbox.send(envelope).await.is_ok();
        if sent && matches!(answer.await, Ok(Ok(_))) {
            log(account, due, &outcome);
            return due.no;
        }
        // A mail that was sent must not be sent again only because the journal is out of order.
        if !sent || account.stopping.is_cancelled() {
            tracing::warn!(
                account = %account.id,
                mail = %due.no,
                "what came of a mail could not be stored; it is tried again after the next start"
            );
            return due.no;
        }
        pause(parts, account, limits::MAIL_REPORT_RETRY_MS).await;
    }
}

/// Tells the operator what came of an attempt: numbers, and what the mail server said.
fn log(account: &Account, tried: &Mail, outcome: &MailOutcome) {
    let (account_id, mail) = (&account.id, tried.no);
    let (MailOutcome::Failed { error } | MailOutcome::Refused { error }) = outcome else {
        tracing::info!(account = %account_id, %mail, attempts = tried.attempts.saturating_add(1), "a mail was sent");
        return;
    };
    let known =
        account.view().read().desk().state().outbox.get(&mail).map(|mail| (mail.attempts, mail.state));
    match known {
        Some((attempts, MailState::Due(at))) => {
            let next_attempt = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
            tracing::warn!(account = %account_id, %mail, attempts, %next_attempt, %error, "a mail was not delivered");
        }
        Some((attempts, MailState::GivenUp(_))) => {
            tracing::error!(account = %account_id, %mail, attempts, %error, "a mail was given up");
        }
        None => {}
    }
}
