//! Lines go both ways; a private one goes nowhere.

use crate::demo::people::{Device, Visitor};
use crate::demo::seen;
use crate::demo::stage::{Stage, Telling, check};
use crate::demo::tell;

/// What the visitor must never see.
const NOTE: &str = "Ordered twice before, always pays late.";

pub(super) async fn play(stage: &Stage, laptop: &Device, visitor: &mut Visitor) -> anyhow::Result<()> {
    tell::title(4, "They talk, and Maya leaves a private note");
    visitor.says(stage, "Do you have the blue chair?").await?;
    laptop.says(stage, visitor, "Good morning! We do, four of them.").await?;

    tell::words("A note is a line that only agents ever see.");
    let body = format!(r#"{{"event":{{"@type":"line","text":"{NOTE}","subType":"ONLY_TO_REP"}}}}"#);
    let ask = laptop.post(&format!("{}/events", laptop.chat(visitor)), &body);
    stage.ask(Telling::Whole, ask, 201).await?;
    visitor.says(stage, "Please keep one for me.").await?;

    tell::words("The visitor polls.");
    let (got, events) = visitor.polls(stage).await?;
    check(!got.body.contains(NOTE), "the note is not there")?;
    check(seen::ids(&events) == "4, 5, 7", "the ids have a gap where it stands: 4, 5, 7")?;
    let events = laptop.reads(stage, visitor).await?;
    check(events.iter().any(|event| event.id == 6 && event.says(NOTE)), "for Maya, it is event 6")
}
