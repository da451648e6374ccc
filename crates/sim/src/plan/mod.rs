//! Plans: random sequences of steps. A step says what is done in terms that make sense on any desk ("the third
//! session there is"), so that a plan from which steps were removed is still a plan.

mod accounts;
mod dice;
mod draw;
mod words;

pub use accounts::{agent, config, settings, skill};
pub use dice::Dice;
pub use words::{answers, language, words};

use handover_desk::{AccountConfig, Availability};

/// A sequence of steps on one account.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How the account is configured at first.
    pub config: AccountConfig,
    /// What is done.
    pub steps: Vec<Step>,
}

impl Plan {
    /// The plan of this seed, of about 45 steps.
    #[must_use]
    pub fn of_seed(seed: u64) -> Self {
        let mut dice = Dice::of_seed(seed);
        let config = config(&mut dice);
        let mut steps = Vec::new();
        for agent in 0..config.agents.len() {
            if dice.chance(9, 10) {
                let agent = u16::try_from(agent).unwrap_or(0);
                steps.push(Step::ask(Ask::StartLogin { agent }));
                steps.push(Step::ask(Ask::StartSession { login: u16::MAX }));
            }
        }
        for _ in 0..dice.below(5) {
            steps.push(Step::ask(Ask::draw_chat(&mut dice)));
            steps.push(Step::ask(Ask::Accept { session: dice.pick(), anyone: false }));
        }
        let more = 24 + dice.below(30);
        steps.extend((0..more).map(|_| Step::draw(&mut dice)));
        Self { config, steps }
    }
}

/// One step.
#[derive(Clone, Debug)]
pub enum Step {
    /// Time passes, then the desk is told what it has waited for.
    Pass {
        /// How much.
        pause: Pause,
        /// Who keeps calling meanwhile.
        calling: Calling,
    },
    /// A command.
    Ask {
        /// Which.
        ask: Ask,
        /// Whether it carries an idempotency key.
        keyed: bool,
    },
    /// An earlier request with a key is sent once more.
    Again(u16),
    /// The key of an earlier request is used for another one.
    Misuse(u16),
    /// An agent takes up another device and puts the first one away.
    Move {
        /// Which session moves, of those of agents with chats if there are any.
        session: u16,
        /// Whether the other device signs in by itself.
        own_login: bool,
        /// Whether the first device is put away by ending its login.
        sign_out: bool,
    },
}

impl Step {
    /// A command without a key.
    #[must_use]
    pub fn ask(ask: Ask) -> Self {
        Self::Ask { ask, keyed: false }
    }
}

/// How much time passes.
#[derive(Clone, Copy, Debug)]
pub enum Pause {
    /// So many milliseconds.
    Ms(u32),
    /// To the next deadline and so many milliseconds beyond.
    ToDeadline(u32),
    /// To one millisecond before the next deadline.
    JustBefore,
    /// So many milliseconds, but the desk is told late: only with the next pause.
    Unnoticed(u32),
    /// To the next deadline, of which the desk is told late.
    Late,
}

/// Who keeps calling while time passes.
#[derive(Clone, Copy, Debug)]
pub enum Calling {
    /// Everyone.
    All,
    /// All agents.
    Agents,
    /// All visitors.
    Visitors,
    /// About half of the devices and visitors, by the bits of this number.
    Some(u16),
    /// Nobody.
    Nobody,
}

/// A command, in terms of what there is when it comes to it.
#[derive(Clone, Copy, Debug)]
pub enum Ask {
    /// Sign in.
    StartLogin {
        /// Which agent.
        agent: u16,
    },
    /// Set, use or take away a second factor.
    Factor {
        /// Whose.
        agent: u16,
        /// Who asks, where that matters.
        session: u16,
        /// What, and the step of the code: steps are few, so that they come again.
        what: u16,
    },
    /// Refresh a login.
    ExtendLogin {
        /// Which.
        login: u16,
    },
    /// Sign out.
    EndLogin {
        /// Which.
        login: u16,
    },
    /// A device comes.
    StartSession {
        /// With which login; the largest number stands for the latest.
        login: u16,
    },
    /// A device goes.
    EndSession {
        /// Which.
        session: u16,
    },
    /// Somebody types, or says that a line has arrived: what leaves no fact.
    Note,
    /// A device polls.
    Return {
        /// Which.
        session: u16,
    },
    /// An agent sets the availability.
    SetAvailability {
        /// By which device.
        session: u16,
        /// To what.
        availability: Availability,
        /// Whether a reason is given.
        reason: bool,
    },
    /// An agent accepts.
    Accept {
        /// By which device, of those where something rings if there are any.
        session: u16,
        /// Whether any device will do.
        anyone: bool,
    },
    /// A visitor asks for a chat.
    StartChat {
        /// Which visitor; one known from before for a multiple of four, else a new one.
        visitor: u16,
        /// Which skill, or none.
        skill: u16,
        /// Which agent, or none.
        agent: u16,
        /// How urgent.
        priority: i8,
        /// Everything else.
        extras: u16,
    },
    /// Somebody says something.
    AddLine {
        /// Where, of the chats in conversation if there are any.
        chat: u16,
        /// Who.
        who: Who,
        /// What and how.
        extras: u16,
    },
    /// Somebody ends a chat.
    EndChat {
        /// Which.
        chat: u16,
        /// Who.
        who: Who,
    },
    /// An agent hands a chat to whoever has a skill.
    TransferToSkill {
        /// Which chat.
        chat: u16,
        /// Who asks.
        who: Who,
        /// Which skill.
        skill: u16,
        /// Whether with private words.
        words: bool,
    },
    /// An agent hands a chat to an agent.
    TransferToAgent {
        /// Which chat.
        chat: u16,
        /// Who asks.
        who: Who,
        /// Which agent.
        agent: u16,
        /// Whether with private words.
        words: bool,
    },
    /// A visitor sets the name.
    NameVisitor {
        /// In which chat.
        chat: u16,
        /// To what.
        extras: u16,
    },
    /// A survey of a chat is answered: the exit survey by the visitor, the agent survey by a device.
    AnswerSurvey {
        /// Which chat.
        chat: u16,
        /// Who.
        who: Who,
        /// How.
        answers: u16,
    },
    /// Variables of a chat are set.
    SetVariables {
        /// Which chat.
        chat: u16,
        /// Which, and how many.
        extras: u16,
    },
    /// A visitor wants the transcript.
    WishTranscript {
        /// Of which chat.
        chat: u16,
        /// To whom, and how.
        extras: u16,
    },
    /// A visitor leaves a message.
    LeaveMessage {
        /// For which skill, or none.
        skill: u16,
        /// What.
        answers: u16,
    },
    /// A visitor proves who it is.
    Authenticate,
    /// A mail was tried.
    MailTried {
        /// Which, of those that are due; sometimes any.
        mail: u16,
        /// What came of it.
        outcome: u16,
    },
    /// Offline messages have been archived.
    ArchiveMessages {
        /// Which.
        messages: u16,
    },
    /// A device of an agent is named.
    NameDevice {
        /// By which device.
        session: u16,
        /// Which; mostly one of the same agent.
        device: u16,
        /// How.
        extras: u16,
    },
    /// A device of an agent is signed out.
    SignOutDevice {
        /// By which device.
        session: u16,
        /// Which; mostly one of the same agent.
        device: u16,
    },
    /// What was typed is kept.
    SetDraft {
        /// In which chat.
        chat: u16,
        /// Who.
        who: Who,
        /// What, and for whom.
        extras: u16,
    },
    /// Somebody has read.
    ReadTo {
        /// Which chat, ended or not.
        chat: u16,
        /// Who.
        who: Who,
        /// Up to where.
        event: u16,
    },
    /// A supervisor does something.
    Supervise {
        /// By which device; mostly a supervisor's.
        session: u16,
        /// What.
        deed: Deed,
        /// To which chat.
        chat: u16,
        /// To which agent.
        agent: u16,
    },
    /// Chats have been archived: those that are due, or also ones that are not.
    Archive {
        /// Which.
        chats: u16,
    },
    /// The operator changes the configuration.
    Configure(Change),
}

/// What a supervisor does.
#[derive(Clone, Copy, Debug)]
pub enum Deed {
    /// Watches a chat.
    Watch,
    /// Says something to its agent.
    Whisper,
    /// Takes it over.
    TakeOver,
    /// Ends it.
    End,
    /// Signs an agent out.
    SignOut,
}

/// Who does something with a chat.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// A device of the agent who has it, or any device if nobody has it.
    Holder(u16),
    /// Any device.
    AnyDevice(u16),
    /// The visitor.
    Visitor,
    /// Somebody with a wrong key.
    Guesser,
}

/// What an operator changes.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// Nothing: the same configuration once more.
    Nothing,
    /// An agent's limit.
    MaxChats {
        /// Whose.
        agent: u16,
        /// The limit; more than 3 is none.
        max: u8,
    },
    /// An agent's skills.
    Skills {
        /// Whose.
        agent: u16,
        /// By bit.
        skills: u8,
    },
    /// Whether an agent may sign in.
    Enabled {
        /// Whose.
        agent: u16,
        /// Whether.
        enabled: bool,
    },
    /// Two agents at once.
    Swap {
        /// One of them; the other is the next.
        agent: u16,
    },
    /// The settings.
    Settings(u16),
    /// Texts, surveys and addresses.
    Words(u16),
    /// Another agent, or another skill.
    Add {
        /// Its number, small.
        id: u8,
        /// Whether a skill.
        skill: bool,
    },
    /// Something that contradicts itself.
    Nonsense(u8),
}
