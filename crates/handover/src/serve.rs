//! `handover serve`: the server, from its start to its drained end.

use crate::cli::{ServeOptions, say};
use crate::server_file::{self, Serving};
use crate::systemd::{self, Notifier};
use crate::{apply, build_info, control, parts};
use anyhow::Context as _;
use handover_server::engine::clock::{Clock as _, SystemClock};
use handover_server::engine::entropy::SystemEntropy;
use handover_server::http::{App, Monitor, Streams, Surfaces, Tls, serve};
use handover_server::password::Hasher;
use handover_server::{Guard, PasswordGate, Probes, Traces};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinSet;

pub(crate) async fn run(options: ServeOptions) -> anyhow::Result<()> {
    let inherited = systemd::inherited_listener()?;
    let notifier = Notifier::from_environment()?;
    let stop = StopSignals::install()?;
    let hang_up = signal(SignalKind::hangup())?;
    let serving = server_file::read(&options, inherited)?;
    let sends_mail = serving.mail.is_some();
    let server = Server::start(&options.data, serving).await?;
    if !sends_mail {
        server.desks.tell_of_waiting_mails();
    }
    if let Some(file) = &options.apply {
        server.desks.apply(file).await?;
    }
    // Who is told below that there is a server finds it ready.
    server.watching.monitor.watch(server.surfaces.clone());
    let scheme = if server.desks.tls.is_some() { "https" } else { "http" };
    say(&format!("Handover listens on {scheme}://{}", server.address));
    if let Some(address) = server.watching.address {
        say(&format!("Handover serves figures on http://{address}/metrics"));
    }
    notifier.ready(&format!("listens on {scheme}://{}", server.address));
    server.run_until_stopped(options.apply, (stop, hang_up), notifier).await
}

/// A server that listens.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    listener: TcpListener,
    watching: Watching,
    surfaces: Surfaces,
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

/// Those who watch the server, and what they are told. Nobody is, once this is dropped.
struct Watching {
    monitor: Arc<Monitor>,
    address: Option<SocketAddr>,
    _served: JoinSet<()>,
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
        let Serving { listen, inherited, metrics, tls, config, open_id, mail, traces } = serving;
        let watching = Watching::begin(metrics).await?;
        let tls = tls.map(Tls::load).transpose()?.map(Arc::new);
        let traces = traces.as_ref().map(Traces::to).transpose()?.unwrap_or_default();
        let parts::Opened { engine, folder } = parts::open(data, mail, traces).await?;
        let listener = match inherited {
            Some(listener) => TcpListener::from_std(listener)?,
            None => bind(listen).await?,
        };
        let hasher = Arc::new(Hasher::new()?);
        let passwords = PasswordGate::new(Arc::clone(&hasher));
        let (guard, streams) = (Guard::new(&config), Streams::new(&config));
        let (entropy, probes) = (Arc::new(SystemEntropy), Probes::default());
        let app = App { engine, entropy, passwords, open_id, guard, streams, probes, config };
        let (app, address) = (Arc::new(app), listener.local_addr()?);
        let surfaces = Surfaces::new(Arc::clone(&app));
        let control = control::serve(&folder, Arc::clone(&app));
        Ok(Self { address, listener, watching, surfaces, desks: Desks { app, hasher, tls }, folder, control })
    }

    /// The desks, to be changed while the server serves.
    pub(crate) fn desks(&self) -> Desks {
        self.desks.clone()
    }

    /// Serves until a signal to stop; SIGHUP reads again what can change.
    async fn run_until_stopped(
        self,
        file: Option<PathBuf>,
        (mut stop, mut hang_up): (StopSignals, Signal),
        notifier: Notifier,
    ) -> anyhow::Result<()> {
        let desks = self.desks.clone();
        let stop = async {
            loop {
                tokio::select! {
                    () = stop.arrived() => return notifier.stopping(),
                    _ = hang_up.recv() => desks.read_again(file.as_deref()).await,
                }
            }
        };
        self.run_until(stop).await
    }

    /// Serves until `stop` ends: then no new requests, what was accepted is made durable and answered.
    pub(crate) async fn run_until(self, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
        // Those who watch are answered until all is closed.
        let Self { listener, watching: _watching, surfaces, desks, folder, control, .. } = self;
        let served = serve(listener, desks.tls, surfaces, stop).await;
        tracing::info!("stopping: what was accepted is made durable");
        desks.app.engine.close().await;
        drop((control, folder));
        Ok(served?)
    }
}

async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

impl Watching {
    /// Listens at the address for figures, if there is one. It is answered from here on, for the desks may take a while.
    async fn begin(address: Option<SocketAddr>) -> anyhow::Result<Self> {
        let monitor = Arc::new(Monitor::new(SystemClock.now(), build_info::COMMIT));
        let mut served = JoinSet::new();
        let Some(address) = address else { return Ok(Self { monitor, address, _served: served }) };
        let listener = bind(address).await?;
        let address = listener.local_addr()?;
        if !address.ip().is_loopback() {
            tracing::warn!(%address, "whoever reaches this address may read the figures of the server");
        }
        served.spawn(Arc::clone(&monitor).serve(listener));
        Ok(Self { monitor, address: Some(address), _served: served })
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
            tracing::error!("{error:#}");
        }
    }
}
