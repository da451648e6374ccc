//! The chat follows its agent to another device.

use crate::demo::message::{link, member};
use crate::demo::people::{Device, Visitor};
use crate::demo::sample::MAYA;
use crate::demo::seen;
use crate::demo::stage::{Stage, Telling, check};
use crate::demo::tell;
use handover_wire::Format;

/// Gives Maya's phone.
pub(super) async fn play(stage: &Stage, visitor: &mut Visitor) -> anyhow::Result<Device> {
    tell::title(5, "Maya takes out her phone, and the chat is there");
    tell::words(
        "She signs in a second time and starts a second agent session, while the laptop stays on. The phone speaks XML.",
    );
    let phone = Device::sign_in(stage, Telling::Briefly, MAYA, Format::Xml).await?;

    tell::words("It asks for the chats that she is in.");
    let ask = phone.get(&format!("{}/chatSessions", phone.session));
    let root = stage.ask(Telling::Whole, ask, 200).await?.root()?;
    let mut listed = root.children_named("chatSession");
    let (Some(chat), None) = (listed.next(), listed.next()) else {
        anyhow::bail!("expected one chat on the phone");
    };
    check(member(chat, "chatSessionKey")? == visitor.key(), "there is one, and it is this one")?;
    let chat = link(chat, "chat-session")?;
    check(chat == phone.chat(visitor), "its address is under the session of the phone")?;

    tell::words("She reads what was said so far, and answers from the phone.");
    let got = stage.ask(Telling::Whole, phone.get(&chat), 200).await?;
    let events = seen::events(&got)?;
    tell::transcript(&events);
    check(seen::ids(&events) == "0, 1, 2, 3, 4, 5, 6, 7", "the whole chat is there, with her note")?;
    phone.says(stage, visitor, "It is yours until Friday.").await?;
    let (_, events) = visitor.polls(stage).await?;
    let arrived =
        matches!(events.as_slice(), [event] if event.id == 8 && event.says("It is yours until Friday."));
    check(arrived, "the visitor has the answer, and nothing that tells of a phone")?;
    Ok(phone)
}
