//! The report as text.

use super::{Fault, Report};
use crate::load::measure::Percentiles;
use std::fmt::Write as _;

impl Report {
    /// The report as text.
    pub(in crate::load) fn text(&self) -> String {
        let mut text = String::new();
        // Writing into memory does not fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let machine = &self.machine;
        writeln!(text, "{}", self.command)?;
        writeln!(text, "version {}, against {}", self.version, self.url)?;
        writeln!(
            text,
            "{} cores, {}, {:.0} MiB, Linux {}\n",
            machine.cores, machine.processor, machine.memory_mib, machine.kernel
        )?;
        for (name, value) in &self.parameters {
            writeln!(text, "{name:<40} {value}")?;
        }
        writeln!(text, "\nmeasured for {:.0} s after a ramp of {:.0} s", self.measured_s, self.ramp_s)?;
        for (name, value) in self.throughput() {
            writeln!(text, "{name:<40} {value}")?;
        }
        writeln!(
            text,
            "\n{:<32}{:>10}{:>9}{:>9}{:>9}{:>9}{:>10}",
            "ms, from the time that was meant", "count", "p50", "p90", "p99", "p99.9", "most"
        )?;
        for (kind, percentiles) in &self.percentiles {
            row(text, kind.says(), percentiles)?;
        }
        if let Some(checked) = &self.history {
            writeln!(text, "\n{checked}")?;
        }
        write_faults(text, &self.faults)
    }
}

/// What was found wrong, or that nothing was.
pub(in crate::load) fn write_faults(text: &mut String, faults: &[Fault]) -> std::fmt::Result {
    if faults.is_empty() {
        return writeln!(text, "\nno faults: every promise that a client can see was kept");
    }
    writeln!(text, "\nFAULTS")?;
    for fault in faults {
        writeln!(text, "{} x not so: {}", fault.count, fault.says)?;
        for example in &fault.examples {
            writeln!(text, "    {example}")?;
        }
    }
    Ok(())
}

fn row(text: &mut String, says: &str, p: &Percentiles) -> std::fmt::Result {
    if p.count == 0 {
        return writeln!(text, "{says:<32}{:>10}{:>9}{:>9}{:>9}{:>9}{:>10}", "-", "-", "-", "-", "-", "-");
    }
    writeln!(
        text,
        "{says:<32}{:>10}{:>9.2}{:>9.2}{:>9.2}{:>9.2}{:>10.2}",
        p.count, p.p50_ms, p.p90_ms, p.p99_ms, p.p999_ms, p.max_ms
    )
}
