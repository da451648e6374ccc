//! The table that is printed: what was measured, beside its yardstick and its goal.

use std::io::Write as _;

/// One line of the table.
struct Row {
    what: String,
    measured: String,
    yardstick: String,
    ratio: Option<f64>,
    goal: String,
    /// How far the goal was missed: 1 or less is met.
    missed_by: Option<f64>,
}

/// What is wanted of a number.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// At least this.
    AtLeast(f64),
    /// At most this.
    AtMost(f64),
    /// There is none; the number is told for the reader.
    Told,
}

/// The lines so far.
#[derive(Default)]
pub(crate) struct Table(Vec<Row>);

impl Goal {
    fn missed_by(self, value: f64) -> Option<f64> {
        match self {
            Self::AtLeast(goal) => Some(goal / value),
            Self::AtMost(goal) => Some(value / goal),
            Self::Told => None,
        }
    }

    fn describe(self) -> String {
        match self {
            Self::AtLeast(goal) => format!(">= {goal}"),
            Self::AtMost(goal) => format!("<= {goal}"),
            Self::Told => "-".into(),
        }
    }
}

impl Table {
    /// A number whose goal is a share of a yardstick.
    pub(crate) fn compared(
        &mut self,
        what: &str,
        measured: String,
        yardstick: String,
        ratio: f64,
        goal: Goal,
    ) {
        self.push(Row {
            what: what.into(),
            measured,
            yardstick,
            ratio: Some(ratio),
            goal: goal.describe(),
            missed_by: goal.missed_by(ratio),
        });
    }

    /// A number with a goal of its own.
    pub(crate) fn alone(&mut self, what: &str, value: f64, unit: &str, goal: Goal) {
        self.push(Row {
            what: what.into(),
            measured: format!("{value:.2} {unit}"),
            yardstick: "-".into(),
            ratio: None,
            goal: goal.describe(),
            missed_by: goal.missed_by(value),
        });
    }

    fn push(&mut self, row: Row) {
        say(&format!("{}: {} ({})", row.what, row.measured, row.yardstick));
        self.0.push(row);
    }

    /// Prints the table.
    pub(crate) fn print(&self) {
        say("");
        line(["what", "measured", "yardstick", "ratio", "goal", "within 2x of goal"]);
        line(["---"; 6]);
        for row in &self.0 {
            let ratio = row.ratio.map_or("-".into(), |ratio| format!("{ratio:.2}"));
            let within = match row.missed_by {
                None => "-".into(),
                Some(by) if by <= 1.0 => "met".into(),
                Some(by) if by <= 2.0 => format!("yes, {by:.2}x off"),
                Some(by) => format!("NO, {by:.2}x off"),
            };
            line([&row.what, &row.measured, &row.yardstick, &ratio, &row.goal, &within]);
        }
    }
}

fn line(cells: [&str; 6]) {
    let [what, measured, yardstick, ratio, goal, within] = cells;
    say(&format!(
        "| {what:<46} | {measured:>20} | {yardstick:>20} | {ratio:>5} | {goal:>8} | {within:<16} |"
    ));
}

/// Writes a line to standard output. When nobody reads it, there is nobody to tell.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
