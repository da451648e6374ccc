//! The chat rings at one agent, who accepts.

use crate::demo::people::{Device, Visitor};
use crate::demo::stage::{Stage, check};
use crate::demo::tell;

pub(super) async fn play(
    stage: &Stage,
    laptop: &Device,
    ben: &Device,
    visitor: &mut Visitor,
) -> anyhow::Result<()> {
    tell::title(3, "It rings, at exactly one agent");
    tell::words("Both have the skill, but Ben is away. Both ask what rings at them.");
    let (at_ben, _) = ben.ringing(stage).await?;
    let (at_maya, accept) = laptop.ringing(stage).await?;
    check(at_maya.saturating_add(at_ben) == 1, "the chat rings once")?;
    check(at_maya == 1, "it rings at Maya, because she is online")?;

    tell::words("Maya accepts, with the link from the answer.");
    let chat = laptop.accept(stage, accept).await?;
    check(chat == laptop.chat(visitor), "the chat has an address under the session of her laptop")?;
    let (_, events) = visitor.polls(stage).await?;
    check(events.iter().any(|event| event.is_state("chatting")), "the visitor sees that Maya is there")
}
