//! The last agent goes away.

use crate::demo::message::Ask;
use crate::demo::people::{Device, Visitor};
use crate::demo::seen;
use crate::demo::stage::{Stage, Telling, check};
use crate::demo::tell;
use handover_wire::Format;

/// Gives the events as the visitor reads them at the end, byte for byte.
pub(super) async fn play(stage: &Stage, ben: &Device, visitor: &Visitor) -> anyhow::Result<String> {
    tell::title(8, "Ben leaves too, and nobody is left");
    tell::words("There is nobody to wait for, so the chat ends instead of keeping the visitor waiting.");
    ben.sign_out(stage).await?;

    tell::words("The visitor still reads all of it, this time as XML.");
    let got = stage.ask(Telling::Whole, whole_chat(visitor), 200).await?;
    let events = seen::events(&got)?;
    tell::transcript(&events);
    let last_two = events.split_last_chunk::<2>().map(|(_, last)| last);
    let ended = last_two.is_some_and(|[line, state]| line.is_system("6") && state.is_state("ended"));
    check(ended, "line 6, then the end")?;
    Ok(got.body)
}

/// All events of the chat.
pub(super) fn whole_chat(visitor: &Visitor) -> Ask {
    Ask::get(&format!("{}/events", visitor.chat)).app_key().accept(Format::Xml)
}
