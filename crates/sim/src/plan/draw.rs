//! Drawing steps. The weights make chats flow: most calls make sense, some do not.

use super::{Ask, Calling, Change, Deed, Dice, Pause, Step, Who};
use handover_desk::Availability;

impl Step {
    /// A random step.
    pub fn draw(dice: &mut Dice) -> Self {
        match dice.below(100) {
            0..=21 => Self::Pass { pause: draw_pause(dice), calling: draw_calling(dice) },
            22..=28 => {
                Self::Move { session: dice.pick(), own_login: dice.chance(1, 2), sign_out: dice.chance(1, 3) }
            }
            29..=30 => Self::Again(dice.pick()),
            31 => Self::Misuse(dice.pick()),
            _ => Self::Ask { ask: draw_ask(dice), keyed: dice.chance(1, 5) },
        }
    }
}

impl Ask {
    /// Some visitor asks for a chat.
    pub fn draw_chat(dice: &mut Dice) -> Self {
        Self::StartChat {
            visitor: dice.pick(),
            skill: dice.pick(),
            agent: dice.pick(),
            priority: i8::try_from(dice.below(3)).unwrap_or(0) - 1,
            extras: dice.pick(),
        }
    }
}

fn draw_pause(dice: &mut Dice) -> Pause {
    match dice.below(20) {
        0..=3 => Pause::Ms(dice.below(3)),
        4..=7 => Pause::Ms(dice.below(5_000)),
        8..=11 => Pause::ToDeadline(0),
        12 => Pause::Late,
        13 => Pause::ToDeadline(dice.below(2_000)),
        14 => Pause::JustBefore,
        15 => Pause::Ms(20_000),
        16 => Pause::Ms(dice.one_of(&[30_000, 31_000, 40_000, 60_000, 61_000], 41_000)),
        17 => Pause::Ms(dice.one_of(&[300_000, 400_000], 401_000)),
        18 => Pause::Unnoticed(dice.below(25_000)),
        _ if dice.chance(1, 10) => Pause::Ms(dice.one_of(&[28_800_000, 86_400_000, 259_200_000], 86_399_999)),
        _ => Pause::Ms(dice.below(70_000)),
    }
}

fn draw_calling(dice: &mut Dice) -> Calling {
    match dice.below(10) {
        0..=5 => Calling::All,
        6 => Calling::Agents,
        7 => Calling::Visitors,
        8 => Calling::Some(dice.pick()),
        _ => Calling::Nobody,
    }
}

fn draw_who(dice: &mut Dice) -> Who {
    match dice.below(20) {
        0..=11 => Who::Holder(dice.pick()),
        12..=13 => Who::AnyDevice(dice.pick()),
        14..=18 => Who::Visitor,
        _ => Who::Guesser,
    }
}

fn draw_ask(dice: &mut Dice) -> Ask {
    match dice.below(151) {
        100..=123 => draw_aside(dice),
        124..=135 => draw_mark(dice),
        136..=145 => draw_deed(dice),
        146.. => Ask::Factor { agent: dice.pick(), session: dice.pick(), what: dice.pick() },
        0..=1 => Ask::StartLogin { agent: dice.pick() },
        2 => Ask::ExtendLogin { login: dice.pick() },
        3 => Ask::EndLogin { login: dice.pick() },
        4..=6 => Ask::StartSession { login: dice.pick() },
        7..=10 => Ask::EndSession { session: dice.pick() },
        11..=12 => Ask::Return { session: dice.pick() },
        13..=24 => draw_availability(dice),
        25..=42 => Ask::Accept { session: dice.pick(), anyone: dice.chance(1, 6) },
        43..=56 => Ask::draw_chat(dice),
        57..=63 | 80..=90 => draw_transfer(dice),
        64..=72 => Ask::AddLine { chat: dice.pick(), who: draw_who(dice), extras: dice.pick() },
        73..=79 => Ask::EndChat { chat: dice.pick(), who: draw_who(dice) },
        91..=92 => Ask::NameVisitor { chat: dice.pick(), extras: dice.pick() },
        93..=94 => Ask::Archive { chats: dice.pick() },
        _ => Ask::Configure(draw_change(dice)),
    }
}

/// What is asked beside conversations.
fn draw_aside(dice: &mut Dice) -> Ask {
    match dice.below(24) {
        0..=5 => Ask::AnswerSurvey { chat: dice.pick(), who: draw_who(dice), answers: dice.pick() },
        6..=8 => Ask::SetVariables { chat: dice.pick(), extras: dice.pick() },
        9..=12 => Ask::WishTranscript { chat: dice.pick(), extras: dice.pick() },
        13 => Ask::Note,
        14..=16 => Ask::LeaveMessage { skill: dice.pick(), answers: dice.pick() },
        17 => Ask::Authenticate,
        18..=22 => Ask::MailTried { mail: dice.pick(), outcome: dice.pick() },
        _ => Ask::ArchiveMessages { messages: dice.pick() },
    }
}

/// What is kept for the two sides of a chat and for the devices of an agent.
fn draw_mark(dice: &mut Dice) -> Ask {
    match dice.below(12) {
        0..=4 => Ask::SetDraft { chat: dice.pick(), who: draw_who(dice), extras: dice.pick() },
        5..=8 => Ask::ReadTo { chat: dice.pick(), who: draw_who(dice), event: dice.pick() },
        9..=10 => Ask::NameDevice { session: dice.pick(), device: dice.pick(), extras: dice.pick() },
        _ => Ask::SignOutDevice { session: dice.pick(), device: dice.pick() },
    }
}

fn draw_deed(dice: &mut Dice) -> Ask {
    let deed = match dice.below(12) {
        0..=1 => Deed::Watch,
        2..=3 => Deed::Whisper,
        4..=8 => Deed::TakeOver,
        9..=10 => Deed::End,
        _ => Deed::SignOut,
    };
    Ask::Supervise { session: dice.pick(), deed, chat: dice.pick(), agent: dice.pick() }
}

fn draw_transfer(dice: &mut Dice) -> Ask {
    let chat = dice.pick();
    let who = if dice.chance(1, 8) { draw_who(dice) } else { Who::Holder(dice.pick()) };
    let words = dice.chance(1, 2);
    if dice.chance(1, 2) {
        Ask::TransferToSkill { chat, who, skill: dice.pick(), words }
    } else {
        Ask::TransferToAgent { chat, who, agent: dice.pick(), words }
    }
}

fn draw_availability(dice: &mut Dice) -> Ask {
    let online = Availability::Online;
    let all = [online, online, online, online, Availability::Away, Availability::Occupied];
    let availability = dice.one_of(&all, online);
    Ask::SetAvailability { session: dice.pick(), availability, reason: dice.chance(1, 5) }
}

fn draw_change(dice: &mut Dice) -> Change {
    let agent = dice.pick();
    match dice.below(13) {
        0 => Change::Nothing,
        1..=4 => Change::MaxChats { agent, max: u8::try_from(dice.below(5)).unwrap_or(0) },
        5..=6 => Change::Skills { agent, skills: u8::try_from(dice.below(8)).unwrap_or(0) },
        7 => Change::Enabled { agent, enabled: dice.chance(1, 2) },
        8 => Change::Swap { agent },
        9 => Change::Settings(dice.pick()),
        10 => Change::Add { id: u8::try_from(dice.below(8)).unwrap_or(0), skill: dice.chance(1, 2) },
        11 => Change::Words(dice.pick()),
        _ => Change::Nonsense(u8::try_from(dice.below(6)).unwrap_or(0)),
    }
}
