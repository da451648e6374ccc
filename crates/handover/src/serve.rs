//! `handover serve`: the server, from its start to its drained end.

use crate::cli::{ServeOptions, say};
use crate::{apply, cli, parts, server_file};
use anyhow::Context as _;
use handover_server::PasswordGate;
use handover_server::engine::entropy::SystemEntropy;
use handover_server::http::{App, Surfaces, serve};
use handover_server::password::Hasher;
use handover_server::settings::ServerConfig;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

pub(crate) async fn run(options: ServeOptions) -> anyhow::Result<()> {
    let stop = StopSignals::install()?;
    let hang_up = signal(SignalKind::hangup())?;
    let (listen, config) = server_file::read(&options)?;
    let server = Server::start(&options.data, listen, config).await?;
    if let Some(file) = &options.apply {
        server.desks.apply(file).await?;
    }
    say(&format!("Handover listens on http://{}", server.address));
    server.run_until_stopped(options.apply, stop, hang_up).await
}

/// A server that listens.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    listener: TcpListener,
    desks: Desks,
    folder: handover_journal::DataFolder,
}

/// The desks of a server, and how a file is applied to them.
#[derive(Clone)]
struct Desks {
    app: Arc<App>,
    hasher: Arc<Hasher>,
}

/// SIGTERM and SIGINT. From its making on, they no longer end the process by themselves.
pub(crate) struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// Takes the signals over. To be called before anybody is told that there is a server.
    pub(crate) fn install() -> anyhow::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Ends when one of them has arrived.
    pub(crate) async fn arrived(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

impl Server {
    /// Opens the data folder and listens. Nothing is answered before [`Server::run_until`].
    pub(crate) async fn start(data: &Path, listen: SocketAddr, config: ServerConfig) -> anyhow::Result<Self> {
        let parts::Opened { engine, folder } = parts::open(data).await?;
        let listener =
            TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        let hasher = Arc::new(Hasher::new()?);
        let passwords = PasswordGate::new(Arc::clone(&hasher));
        let app = Arc::new(App { engine, entropy: Arc::new(SystemEntropy), passwords, config });
        Ok(Self { address: listener.local_addr()?, listener, desks: Desks { app, hasher }, folder })
    }

    /// Applies the text of a file. Says, line by line, what it has changed.
    pub(crate) async fn apply(&self, text: &str) -> anyhow::Result<Vec<String>> {
        self.desks.apply_text(text).await
    }

    /// Serves until a signal to stop; SIGHUP applies the file again.
    async fn run_until_stopped(
        self,
        file: Option<PathBuf>,
        mut stop: StopSignals,
        mut hang_up: Signal,
    ) -> anyhow::Result<()> {
        let desks = self.desks.clone();
        let stop = async {
            loop {
                tokio::select! {
                    () = stop.arrived() => return,
                    _ = hang_up.recv() => desks.apply_again(file.as_deref()).await,
                }
            }
        };
        self.run_until(stop).await
    }

    /// Serves until `stop` ends: then no new requests, what was accepted is made durable and answered.
    pub(crate) async fn run_until(self, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
        let Self { listener, desks, folder, .. } = self;
        let served = serve(listener, Surfaces::new(Arc::clone(&desks.app)), stop).await;
        tracing::info!("stopping: what was accepted is made durable");
        desks.app.engine.close().await;
        drop(folder);
        Ok(served?)
    }
}

impl Desks {
    /// Applies a file and logs what it has changed.
    async fn apply(&self, file: &Path) -> anyhow::Result<()> {
        let report = self.apply_text(&apply::read(file)?).await;
        let report = report.with_context(|| file.display().to_string())?;
        for line in report {
            tracing::info!("{line}");
        }
        Ok(())
    }

    async fn apply_text(&self, text: &str) -> anyhow::Result<Vec<String>> {
        Ok(handover_server::apply::apply(&self.app.engine, text, Arc::clone(&self.hasher)).await?)
    }

    /// A mistake in the file leaves everything as it is; the server goes on.
    async fn apply_again(&self, file: Option<&Path>) {
        match file {
            None => tracing::warn!("SIGHUP: there is no file to apply; start with --apply FILE"),
            Some(file) => {
                if let Err(error) = self.apply(file).await {
                    cli::complain(&error);
                }
            }
        }
    }
}
