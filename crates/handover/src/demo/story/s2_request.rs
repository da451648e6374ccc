//! A visitor asks for a chat and waits.

use crate::demo::message::{Ask, base, member};
use crate::demo::people::Visitor;
use crate::demo::seen;
use crate::demo::stage::{Stage, Telling, check};
use crate::demo::tell;

/// Gives the visitor in the chat.
pub(super) async fn play(stage: &Stage) -> anyhow::Result<Visitor> {
    tell::title(2, "A visitor asks for a chat");
    tell::words(
        "The answer has no body. The address of the chat is in the Location header, and the key in it is what lets \
         the visitor in: 128 random bits.",
    );
    let request = r#"{"request":{"skill":"Sales","interactionTimeout":120}}"#;
    let ask = Ask::post(&format!("{}/chat/request", base()), request).app_key();
    let got = stage.ask(Telling::Whole, ask, 201).await?;
    let mut visitor = Visitor::in_chat(got.header("location")?);

    tell::words("The visitor begins to poll.");
    let (_, events) = visitor.polls(stage).await?;
    check(seen::ids(&events) == "0, 1", "the chat has begun: events 0 and 1")?;
    check(events.iter().any(|event| event.is_state("waiting")), "it is waiting")?;

    tell::words("Nobody is there yet to read a line, so one is refused, and the refusal says why.");
    let error = stage.ask(Telling::Whole, visitor.line("Hello?"), 400).await?.root()?;
    check(member(&error, "internalCode")? == "5", "the internal code is 5, as old clients know it")?;
    check(!member(&error, "message")?.is_empty(), "there is a reason in words")?;
    Ok(visitor)
}
