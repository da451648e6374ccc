//! The words for why an agent was chosen for a chat.

use handover_desk::Why;

/// The word.
pub(crate) const fn word(why: Why) -> &'static str {
    match why {
        Why::Transferred => "transferred",
        Why::AskedFor => "asked_for",
        Why::PreviousAgent => "previous_agent",
        Why::OnlyOne => "only_one",
        Why::LowestLoad => "lowest_load",
        Why::LongestIdle => "longest_idle",
        Why::LowestId => "lowest_id",
        Why::TakenOver => "taken_over",
    }
}
