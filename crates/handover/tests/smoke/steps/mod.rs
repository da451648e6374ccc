//! The steps, in their order. Each has an account of its own.

mod answers;
mod moving;
mod signing_in;
mod talking;

use crate::house::House;

/// One step.
type Step = fn(&mut House);

/// The 18 steps of file 90 §G.
pub(crate) const STEPS: [Step; 18] = [
    signing_in::step_1_domain_lookup_login_refresh_logout,
    signing_in::step_2_start_agent_session_with_every_body,
    signing_in::step_3_override_put_availability,
    talking::step_4_chat_request,
    talking::step_5_visitor_line_while_waiting,
    talking::step_6_incoming_requests,
    talking::step_7_accept_once,
    talking::step_8_poll_by_next_links,
    talking::step_9_lines_of_which_one_is_private,
    talking::step_10_several_chats_at_once,
    moving::step_11_second_agent_session_while_active,
    moving::step_12_logout_with_and_without_another_agent,
    moving::step_13_missed_ring,
    moving::step_14_transfer,
    moving::step_15_silent_visitor,
    answers::step_16_surveys,
    answers::step_17_every_get_in_every_format,
    answers::step_18_bad_bearer_and_bad_application_key,
];
