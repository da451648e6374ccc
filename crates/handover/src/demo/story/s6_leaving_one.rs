//! One of two devices goes away.

use crate::demo::people::{Device, Visitor};
use crate::demo::stage::{Stage, Telling, check};
use crate::demo::tell;

pub(super) async fn play(
    stage: &Stage,
    laptop: &Device,
    phone: &Device,
    visitor: &mut Visitor,
) -> anyhow::Result<()> {
    tell::title(6, "She leaves the laptop, and nobody notices");
    tell::words(
        "She signs out there. The login ends, and with it the agent session that was started with it.",
    );
    laptop.sign_out(stage).await?;
    let ask = laptop.get(&format!("{}/chatSessions", laptop.session));
    stage.ask(Telling::Whole, ask, 401).await?;
    check(true, "the token of the laptop is good for nothing")?;

    tell::words("The visitor polls, and goes on.");
    let (_, events) = visitor.polls(stage).await?;
    check(events.is_empty(), "there is no new event: for the visitor nothing has happened")?;
    visitor.says(stage, "Thank you! What is it made of?").await?;
    let events = phone.reads(stage, visitor).await?;
    let last = events.last().is_some_and(|event| event.says("Thank you! What is it made of?"));
    check(last, "the line is on the phone")
}
