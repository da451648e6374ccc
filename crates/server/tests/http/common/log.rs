//! What the server tells its operator, as long as a test listens.

use crate::noted;
use serde_json::Value;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, Once};
use tracing::subscriber::DefaultGuard;

/// The warnings and errors of this thread.
pub(crate) struct Log {
    lines: Lines,
    _guard: DefaultGuard,
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    pub(crate) fn listen() -> Self {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .json()
            .with_max_level(tracing::Level::WARN)
            .with_writer(move || writer.clone())
            .finish();
        Self { lines, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// The fields of what was told since this was asked last.
    pub(crate) fn told(&self) -> Vec<Value> {
        let bytes = std::mem::take(&mut *self.lines.0.lock().unwrap());
        let lines = serde_json::Deserializer::from_slice(&bytes).into_iter::<Value>();
        lines.map(|line| line.unwrap()["fields"].take()).collect()
    }
}

/// Keeps whatever the servers of this process tell, as chatty as they can be, where a run of the tests is to be looked through.
pub(crate) fn keep() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let Some(file) = noted::log() else { return };
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            // As the binary has it.
            .with_env_filter(format!("{},tungstenite=off", noted::LEVELS))
            .with_writer(Mutex::new(file))
            .finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
}
