//! The server of the demo: it serves in the background, and can be stopped and started again on the same folder.

use super::sample;
use crate::serve::{Desks, Server};
use crate::server_file::Serving;
use anyhow::Context as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A server on a data folder of its own.
pub(super) struct House {
    pub(super) address: SocketAddr,
    folder: PathBuf,
    desks: Desks,
    /// There while the server serves.
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<anyhow::Result<()>>>,
}

impl House {
    /// Starts a server on an empty folder and puts the sample account into it.
    pub(super) async fn open(folder: PathBuf, listen: SocketAddr) -> anyhow::Result<Self> {
        let server = Server::start(&folder, Serving::for_trying(listen)).await?;
        let desks = server.desks();
        desks.apply_text(&sample::file(false)).await.context("the sample account")?;
        let mut house = Self { address: server.address, folder, desks, stop: None, served: None };
        house.serve(server);
        Ok(house)
    }

    /// The data folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Stops the server; what it has answered is in the folder.
    pub(super) async fn close(&mut self) -> anyhow::Result<()> {
        // When there is no receiver any more, the server has stopped by itself and says why below.
        let _stopped_already = self.stop.take().map(|stop| stop.send(()));
        let Some(served) = &mut self.served else { return Ok(()) };
        let done = served.await;
        self.served = None;
        done.context("the server has failed")?
    }

    /// Starts a server again on the same folder, at the same address.
    pub(super) async fn reopen(&mut self) -> anyhow::Result<()> {
        let server = Server::start(&self.folder, Serving::for_trying(self.address)).await?;
        self.desks = server.desks();
        self.serve(server);
        Ok(())
    }

    /// Makes the account one for trying the pages.
    pub(super) async fn make_ready_for_trying(&self) -> anyhow::Result<()> {
        self.desks.apply_text(&sample::file(true)).await.context("the sample account")?;
        Ok(())
    }

    fn serve(&mut self, server: Server) {
        let (stop, stopped) = oneshot::channel();
        let until = async {
            // A house that is gone stops its server as well.
            let _gone = stopped.await;
        };
        self.served = Some(tokio::spawn(server.run_until(until)));
        self.stop = Some(stop);
    }
}
