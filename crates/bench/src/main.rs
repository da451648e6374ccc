//! Measures Handover beside yardsticks in one run on the same machine (`docs/design.md` §8), generator included.
//!
//! `cargo build --release -p handover && cargo run --release -p handover-bench`. `HANDOVER_BIN` names another binary,
//! `HANDOVER_BENCH_SECONDS` the length of a round (5), `HANDOVER_BENCH_PAIRS` how many pairs of rounds are compared (3),
//! `HANDOVER_BENCH_CHATS` the number of live chats for memory and start (10000), `HANDOVER_BENCH_FACTS` that of the facts that are
//! written before one of the starts (1000000). With words behind the command only the
//! measurements of these names are made: `desk polls lines starts fleet streams players`; `HANDOVER_BENCH_LOAD_SECONDS` is how long
//! visitors and agents play (60).

mod bare;
mod clock;
mod connection;
mod fleet;
mod load;
mod matching;
mod options;
mod players;
mod process;
mod shop;
mod streams;
mod table;
mod traffic;

use options::Options;
use table::Table;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word] = words.as_slice()
        && word == bare::WORD
    {
        return bare::serve().await;
    }
    let options = Options::read(words)?;
    table::say(&options.describe());
    let mut table = Table::default();
    if options.wants("desk") {
        matching::measure(&mut table)?;
    }
    if options.wants("polls") {
        traffic::polls(&options, &mut table).await?;
    }
    if options.wants("lines") {
        traffic::lines(&options, &mut table).await?;
    }
    if options.wants("starts") {
        traffic::starts(&options, &mut table).await?;
    }
    if options.wants("fleet") {
        fleet::measure(&options, &mut table).await?;
    }
    if options.wants("streams") {
        streams::measure(&options, &mut table).await?;
    }
    if options.wants("players") {
        players::measure(&options, &mut table)?;
    }
    table.print();
    Ok(())
}
