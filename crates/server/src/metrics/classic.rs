//! The page in the older text form of Prometheus, in which a counter has `_total` in its own name, and nothing marks the end.

use std::fmt::{self, Write as _};

const HELP: &str = "# HELP ";
const TYPE: &str = "# TYPE ";

/// The same page in that form.
pub(super) fn from(open_metrics: &str) -> Result<String, fmt::Error> {
    let mut page = String::with_capacity(open_metrics.len() + 1024);
    let mut lines = open_metrics.lines().filter(|line| *line != "# EOF").peekable();
    while let Some(line) = lines.next() {
        let about = line.strip_prefix(HELP).zip(lines.peek().and_then(|next| next.strip_prefix(TYPE)));
        match about.and_then(|(help, kind)| help.split_once(' ').zip(kind.strip_suffix(" counter"))) {
            Some(((name, help), _)) => {
                writeln!(page, "{HELP}{name}_total {help}\n{TYPE}{name}_total counter")?;
                lines.next();
            }
            None => writeln!(page, "{line}")?,
        }
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_is_named_as_its_figures_are() {
        let open = "# HELP a Some\n# TYPE a counter\na_total 1\n# HELP b Other\n# TYPE b gauge\nb 2\n# EOF\n";
        let classic =
            "# HELP a_total Some\n# TYPE a_total counter\na_total 1\n# HELP b Other\n# TYPE b gauge\nb 2\n";
        assert_eq!(from(open).unwrap(), classic);
    }
}
