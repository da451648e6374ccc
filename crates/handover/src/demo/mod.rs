//! `handover demo`.

use crate::cli::DemoOptions;

pub(crate) async fn run(_options: DemoOptions) -> anyhow::Result<()> {
    anyhow::bail!("not there")
}
