//! What was answered is kept.

use super::s8_nobody_left::whole_chat;
use crate::demo::house::House;
use crate::demo::people::Visitor;
use crate::demo::stage::{Stage, Telling, check};
use crate::demo::tell;

/// `read` is what the visitor has read before.
pub(super) async fn play(house: &mut House, visitor: &Visitor, read: &str) -> anyhow::Result<()> {
    tell::title(9, "The server stops and starts again, and nothing is lost");
    tell::words(&format!(
        "An answer is given only when what it says is on the disk, in {}. The server stops; another one starts on the \
         same folder. (Stopping it with kill -9 gives the same; the tests do that.)",
        house.folder().display()
    ));
    house.close().await?;
    house.reopen().await?;
    let stage = Stage::at(house.address);
    let got = stage.ask(Telling::Briefly, whole_chat(visitor), 200).await?;
    check(got.body == read, &format!("the visitor reads the same chat, all {} bytes of it", read.len()))
}
