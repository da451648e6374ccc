//! A reader of a stream who takes nothing for long, and then all that is there.

use super::ask::Ask;
use super::faults::Fault;
use super::life::Life;
use super::seen::{Page, Side};
use handover_desk::ChatKey;
use handover_wire::{Element, Format};
use http_body_util::BodyExt as _;
use std::time::Duration;

/// A stream that is silent for so long has told all that it has to tell for now.
const SILENCE: Duration = Duration::from_millis(700);

impl Life {
    /// Opens the stream of a chat, takes nothing of it for a while, then takes what there is and holds it against what is
    /// durable. Gives the id from which to go on.
    pub(super) async fn read_stalled(
        &self,
        who: &str,
        side: Side,
        ask: Ask,
        (chat, from): (ChatKey, u32),
        stalls_ms: u64,
    ) -> u32 {
        let Some(mut body) = self.open_stream(who, Ask { streams: true, ..ask }).await else { return from };
        self.host.count(Fault::StalledReader);
        self.host.wait(stalls_ms).await;
        let mut text = String::new();
        while let Ok(Some(Ok(frame))) = tokio::time::timeout(SILENCE, body.frame()).await {
            let bytes = frame.into_data().unwrap_or_default();
            text.push_str(&String::from_utf8_lossy(&bytes));
        }
        self.host.crash.alive().await;
        let verdict = events(&text).and_then(|events| {
            let page = Page::streamed(&events, from)?;
            let mut books = self.host.disk.books.lock();
            let books = &mut *books;
            books.report.events += books.history.was_told(side, chat, from, &page, &books.ledger)?;
            Ok(page.next)
        });
        let next = *verdict.as_ref().unwrap_or(&from);
        self.host.judge(verdict.map(drop));
        next
    }
}

/// The events of a stream. What is not yet whole is left out, as a reader would.
fn events(text: &str) -> Result<Vec<Element>, String> {
    let whole = text.rsplit_once("\n\n").map_or("", |(whole, _)| whole);
    let told = whole.split("\n\n").filter(|message| message.lines().any(|line| line == "event: event"));
    told.map(|message| {
        let data = message.lines().find_map(|line| line.strip_prefix("data: ")).ok_or("no data")?;
        let read = handover_wire::read(data.as_bytes(), Format::Json);
        let document = read.map_err(|error| format!("{error}: {data}"))?;
        document.top().child("event").cloned().ok_or_else(|| format!("no event: {data}"))
    })
    .collect()
}
