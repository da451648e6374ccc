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
use tokio::signal::unix::{SignalKind, signal};

pub(crate) async fn run(options: ServeOptions) -> anyhow::Result<()> {
    let (listen, config) = server_file::read(&options)?;
    let server = Server::start(&options.data, listen, config).await?;
    if let Some(file) = &options.apply {
        server.apply(file).await?;
    }
    say(&format!("Handover listens on http://{}", server.address));
    server.run_until_stopped(options.apply).await
}

/// A server that listens.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    listener: TcpListener,
    desks: Desks,
    folder: handover_journal::DataFolder,
}

/// The desks of a server, and how a file is applied to them.
struct Desks {
    app: Arc<App>,
    hasher: Arc<Hasher>,
}

impl Server {
    /// Opens the data folder and listens. Nothing is answered before [`Server::run_until_stopped`].
    pub(crate) async fn start(data: &Path, listen: SocketAddr, config: ServerConfig) -> anyhow::Result<Self> {
        let parts::Opened { engine, folder } = parts::open(data).await?;
        let listener =
            TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        let hasher = Arc::new(Hasher::new()?);
        let passwords = PasswordGate::new(Arc::clone(&hasher));
        let app = Arc::new(App { engine, entropy: Arc::new(SystemEntropy), passwords, config });
        Ok(Self { address: listener.local_addr()?, listener, desks: Desks { app, hasher }, folder })
    }

    /// Applies a file and says what it has changed.
    pub(crate) async fn apply(&self, file: &Path) -> anyhow::Result<()> {
        self.desks.apply(file).await
    }

    /// Serves until SIGTERM or SIGINT: then no new requests, what was accepted is made durable and answered.
    pub(crate) async fn run_until_stopped(self, file: Option<PathBuf>) -> anyhow::Result<()> {
        let Self { listener, desks, folder, .. } = self;
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut hang_up = signal(SignalKind::hangup())?;
        let stop = async {
            loop {
                tokio::select! {
                    _ = terminate.recv() => return,
                    _ = interrupt.recv() => return,
                    _ = hang_up.recv() => desks.apply_again(file.as_deref()).await,
                }
            }
        };
        let served = serve(listener, Surfaces::new(Arc::clone(&desks.app)), stop).await;
        tracing::info!("stopping: what was accepted is made durable");
        desks.app.engine.close().await;
        drop(folder);
        Ok(served?)
    }
}

impl Desks {
    async fn apply(&self, file: &Path) -> anyhow::Result<()> {
        let text = apply::read(file)?;
        let report = handover_server::apply::apply(&self.app.engine, &text, Arc::clone(&self.hasher)).await;
        let report = report.with_context(|| file.display().to_string())?;
        report.iter().for_each(|line| tracing::info!("{line}"));
        Ok(())
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
