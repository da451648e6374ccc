//! `handover serve`: the server, from its start to its drained end.

use crate::cli::{ServeOptions, say};
use crate::server_file::{self, Serving};
use crate::{apply, cli, control, parts};
use anyhow::Context as _;
use handover_server::engine::entropy::SystemEntropy;
use handover_server::http::{App, Streams, Surfaces, Tls, serve};
use handover_server::password::Hasher;
use handover_server::{Guard, PasswordGate};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

pub(crate) async fn run(options: ServeOptions) -> anyhow::Result<()> {
    let stop = StopSignals::install()?;
    let hang_up = signal(SignalKind::hangup())?;
    let serving = server_file::read(&options)?;
    let sends_mail = serving.mail.is_some();
    let server = Server::start(&options.data, serving).await?;
    if !sends_mail {
        server.desks.tell_of_waiting_mails();
    }
    if let Some(file) = &options.apply {
        server.desks.apply(file).await?;
    }
    let scheme = if server.desks.tls.is_some() { "https" } else { "http" };
    say(&format!("Handover listens on {scheme}://{}", server.address));
    server.run_until_stopped(options.apply, stop, hang_up).await
}

/// A server that listens.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    listener: TcpListener,
    desks: Desks,
    folder: handover_journal::DataFolder,
    control: control::Listening,
}

/// The desks of a server, and what an operator can change about it while it runs.
#[derive(Clone)]
pub(crate) struct Desks {
    app: Arc<App>,
    hasher: Arc<Hasher>,
    tls: Option<Arc<Tls>>,
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
    pub(crate) async fn start(data: &Path, serving: Serving) -> anyhow::Result<Self> {
        let Serving { listen, tls, config, mail } = serving;
        let tls = tls.map(Tls::load).transpose()?.map(Arc::new);
        let parts::Opened { engine, folder } = parts::open(data, mail).await?;
        let listener =
            TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        let hasher = Arc::new(Hasher::new()?);
        let passwords = PasswordGate::new(Arc::clone(&hasher));
        let (guard, streams) = (Guard::new(&config), Streams::new(&config));
        let app = App { engine, entropy: Arc::new(SystemEntropy), passwords, guard, streams, config };
        let (app, address) = (Arc::new(app), listener.local_addr()?);
        let control = control::serve(&folder, Arc::clone(&app));
        Ok(Self { address, listener, desks: Desks { app, hasher, tls }, folder, control })
    }

    /// The desks, to be changed while the server serves.
    pub(crate) fn desks(&self) -> Desks {
        self.desks.clone()
    }

    /// Serves until a signal to stop; SIGHUP reads again what can change.
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
                    _ = hang_up.recv() => desks.read_again(file.as_deref()).await,
                }
            }
        };
        self.run_until(stop).await
    }

    /// Serves until `stop` ends: then no new requests, what was accepted is made durable and answered.
    pub(crate) async fn run_until(self, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
        let Self { listener, desks, folder, control, .. } = self;
        let served = serve(listener, desks.tls, Surfaces::new(Arc::clone(&desks.app)), stop).await;
        tracing::info!("stopping: what was accepted is made durable");
        desks.app.engine.close().await;
        drop((control, folder));
        Ok(served?)
    }
}

impl Desks {
    /// Without a mail server nothing is sent, which may be meant and is said.
    fn tell_of_waiting_mails(&self) {
        let engine = &self.app.engine;
        let accounts = engine.account_ids().into_iter().filter_map(|id| engine.account(id.as_str()));
        let mails: usize = accounts.map(|account| account.view().read().desk().mails_due().count()).sum();
        tracing::warn!(
            mails,
            "no mail server is configured ([smtp] in the file of --config): mails wait in the outbox"
        );
    }

    /// Applies a file and logs what it has changed.
    async fn apply(&self, file: &Path) -> anyhow::Result<()> {
        let report = self.apply_text(&apply::read(file)?).await;
        let report = report.with_context(|| file.display().to_string())?;
        for line in report {
            tracing::info!("{line}");
        }
        Ok(())
    }

    /// Applies the text of a file. Says, line by line, what it has changed.
    pub(crate) async fn apply_text(&self, text: &str) -> anyhow::Result<Vec<String>> {
        Ok(handover_server::apply::apply(&self.app.engine, text, Arc::clone(&self.hasher)).await?)
    }

    /// Reads the certificate and the file again. A mistake in either leaves what it is about as it is; the server goes on.
    async fn read_again(&self, file: Option<&Path>) {
        if file.is_none() && self.tls.is_none() {
            tracing::warn!(
                "SIGHUP: there is nothing to read again; start with --apply FILE or --tls-cert FILE"
            );
        }
        if let Some(tls) = &self.tls {
            match tls.reload() {
                Ok(()) => tracing::info!("the certificate was read again"),
                Err(error) => tracing::error!(%error, "the certificate stays as it was"),
            }
        }
        if let Some(file) = file
            && let Err(error) = self.apply(file).await
        {
            cli::complain(&error);
        }
    }
}
