//! Two agents come to work.

use crate::demo::message::{Ask, base, member};
use crate::demo::people::Device;
use crate::demo::sample::{BEN, MAYA};
use crate::demo::stage::{Stage, Telling, check};
use crate::demo::tell;
use handover_wire::Format;

/// Gives Maya's laptop and Ben's desk.
pub(super) async fn play(stage: &Stage) -> anyhow::Result<(Device, Device)> {
    tell::title(1, "Maya signs in on her laptop, and Ben at his desk");
    tell::words(
        "An old client begins with the account's number and asks where a service lives. Here, every service of \
         every account is at this one server.",
    );
    let ask = Ask::domain(&format!("{}/service/agentVep/baseURI.json", base()));
    let root = stage.ask(Telling::Whole, ask, 200).await?.root()?;
    check(member(&root, "service")? == "agentVep", "the agents' service is found")?;

    tell::words(
        "Maya signs in and starts an agent session. A session is one device; her laptop speaks JSON.",
    );
    let laptop = Device::sign_in(stage, Telling::Whole, MAYA, Format::Json).await?;
    let ask = laptop.get(&format!("{}/availability", laptop.session));
    let root = stage.ask(Telling::Whole, ask, 200).await?.root()?;
    check(member(&root, "chat")? == "Online", "she is online and can be offered chats")?;

    tell::words("Ben does the same, and says that he is away for a moment.");
    let ben = Device::sign_in(stage, Telling::Briefly, BEN, Format::Json).await?;
    ben.is_now(stage, "Away").await?;
    Ok((laptop, ben))
}
