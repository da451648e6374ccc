//! The last device of an agent goes away while a colleague is there.

use crate::demo::message::Ask;
use crate::demo::people::{Device, Visitor};
use crate::demo::stage::{Stage, Telling, check};
use crate::demo::tell;

pub(super) async fn play(
    stage: &Stage,
    phone: &Device,
    ben: &Device,
    visitor: &mut Visitor,
) -> anyhow::Result<()> {
    tell::title(7, "She leaves her last device, and the chat goes to Ben");
    tell::words("Ben is back.");
    ben.is_now(stage, "Online").await?;
    tell::words("Maya's phone ends its agent session. It was her last one.");
    let ask = Ask::delete(&phone.session).bearer(&phone.bearer);
    stage.ask(Telling::Whole, ask, 200).await?;

    tell::words("The visitor is told, and waits at the front of the queue.");
    let (_, events) = visitor.polls(stage).await?;
    check(events.iter().any(|event| event.is_system("23")), "line 23: the chat was returned to the queue")?;
    check(events.iter().any(|event| event.is_state("waiting")), "the chat is waiting again")?;

    tell::words("It rings at Ben. He accepts, reads, and carries on.");
    let (at_ben, accept) = ben.ringing(stage).await?;
    check(at_ben == 1, "it rings at Ben")?;
    ben.accept(stage, accept).await?;
    let events = ben.reads(stage, visitor).await?;
    let asked = events.iter().any(|event| event.says("Thank you! What is it made of?"));
    check(asked, "he has the whole chat, and knows what was asked last")?;
    ben.says(stage, visitor, "Ben here, I took over from Maya. It is oak.").await?;
    let (_, events) = visitor.polls(stage).await?;
    let answered = events.iter().any(|event| event.says("Ben here, I took over from Maya. It is oak."));
    check(answered, "the visitor has the answer, in the same chat")
}
