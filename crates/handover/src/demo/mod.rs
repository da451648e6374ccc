//! `handover demo`: the story of a chat that follows its agent, played over HTTP on a server of its own.
//!
//! Everything that is told was asked over a socket and checked; nothing here calls the engine. The server keeps its
//! data in a temporary folder, which is gone when the demo ends.

mod house;
mod layout;
mod message;
mod people;
mod sample;
mod seen;
mod shorten;
mod stage;
mod story;
mod tell;

use crate::cli::DemoOptions;
use crate::serve::StopSignals;
use anyhow::Context as _;
use house::House;
use std::io;
use std::net::SocketAddr;

pub(crate) async fn run(options: DemoOptions) -> anyhow::Result<()> {
    let mut stop = StopSignals::install()?;
    let folder = tempfile::Builder::new().prefix("handover-demo-").tempdir();
    let folder = folder.context("there is no place for a temporary data folder")?;
    let house = House::open(folder.path().to_owned(), options.listen).await;
    let mut house = house.map_err(|error| with_advice(error, options.listen))?;
    let told = tokio::select! {
        told = story::play(&mut house) => told.map(Some),
        () = stop.arrived() => Ok(None),
    };
    if let Ok(Some(chat)) = &told
        && !options.once
    {
        house.make_ready_for_trying().await?;
        tell::invitation(house.address, chat);
        stop.arrived().await;
    }
    let closed = house.close().await;
    drop(folder);
    told.context("the story went wrong")?;
    closed
}

/// A port that is taken is the one thing that goes wrong in a first try.
fn with_advice(error: anyhow::Error, listen: SocketAddr) -> anyhow::Error {
    let taken = error.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::AddrInUse);
    if taken {
        error.context(format!("port {} is taken; try `handover demo --listen 127.0.0.1:0`", listen.port()))
    } else {
        error
    }
}
