//! Any fact there can be, member by member.

use crate::{erasure, mail, marks, second_factor};
use std::cmp::Reverse;
use std::num::NonZeroU32;
use std::sync::Arc;

use handover_desk::{
    AccountProfile, AccountSet, AgentAbsent, AgentId, AgentPresent, AgentProfile, AgentSet, Answer, Answered,
    ArchiveDue, Author, Availability, AvailabilitySet, Bar, BarLifted, ChatArchived, ChatAssigned, ChatEnded,
    ChatKey, ChatNo, ChatOffered, ChatQueued, ChatSeed, ChatStarted, ConfigChange, Continuity, Digest,
    EndReason, Event, EventAdded, EventId, EventKind, Fact, GroupId, Heard, HeardFrom, LastAgentLeft, Line,
    Login, LoginEnded, LoginExtended, LoginId, LoginStarted, MaxChats, NobodyOnline, Offer, OfferEnd,
    OfferEnded, Place, Rank, Role, SessionEndReason, SessionEnded, SessionId, SessionNamed, SessionStarted,
    Settings, Skill, SkillId, SkillSet, Span, StreamPosition, SystemMessage, TextType, Timestamp, Visibility,
    VisitorDetails, VisitorId, VisitorNamed, Why,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Any fact of any kind.
pub(crate) fn fact() -> BoxedStrategy<Fact> {
    prop_oneof![
        account_fact(),
        agent_fact(),
        session_fact(),
        chat_fact(),
        marks::fact(),
        offer_fact(),
        answer_fact(),
        mail::fact(),
        second_factor::fact(),
        erasure::fact()
    ]
    .boxed()
}

fn account_fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        (text(), vec(text(), 0..3), settings(), mail::account_extras()).prop_map(
            |(time_zone, app_keys, settings, extras)| {
                let profile = AccountProfile { time_zone, app_keys, settings, ..extras };
                Fact::AccountSet(AccountSet { profile })
            }
        ),
        (skill_id(), text(), option::of(text())).prop_map(|(id, name, offline_mail)| {
            Fact::SkillSet(SkillSet { skill: Skill { id, name, offline_mail } })
        }),
        agent_profile().prop_map(|profile| Fact::AgentSet(AgentSet { profile })),
    ]
}

fn agent_fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        (login_id(), login(), time()).prop_map(|(id, login, at)| Fact::LoginStarted(LoginStarted {
            id,
            login,
            at
        })),
        (login_id(), time())
            .prop_map(|(id, expires_at)| Fact::LoginExtended(LoginExtended { id, expires_at })),
        (login_id(), time()).prop_map(|(id, at)| Fact::LoginEnded(LoginEnded { id, at })),
        (agent(), availability(), option::of(text()), time()).prop_map(
            |(agent, availability, reason_id, at)| {
                Fact::AvailabilitySet(AvailabilitySet { agent, availability, reason_id, at })
            }
        ),
        (agent(), time()).prop_map(|(agent, at)| Fact::AgentAbsent(AgentAbsent { agent, at })),
        (agent(), time(), time()).prop_map(|(agent, look_at, at)| Fact::AgentPresent(AgentPresent {
            agent,
            look_at,
            at
        })),
        (heard_from(chat()), heard_from(any::<u64>().prop_map(SessionId)), heard_from(agent()))
            .prop_map(|(chats, sessions, agents)| Fact::Heard(Heard { chats, sessions, agents })),
    ]
}

fn session_fact() -> impl Strategy<Value = Fact> {
    let id = || any::<u64>().prop_map(SessionId);
    let reason = select(vec![
        SessionEndReason::Ended,
        SessionEndReason::LoginOver,
        SessionEndReason::Silent,
        SessionEndReason::Replaced,
        SessionEndReason::Disabled,
    ]);
    prop_oneof![
        (id(), agent(), login_id(), availability(), time(), time(), time()).prop_map(
            |(id, agent, login, availability, at, look_at, presence_look_at)| {
                let started =
                    SessionStarted { id, agent, login, availability, at, look_at, presence_look_at };
                Fact::SessionStarted(started)
            }
        ),
        (id(), text()).prop_map(|(id, name)| Fact::SessionNamed(SessionNamed { id, name })),
        (id(), reason, time()).prop_map(|(id, reason, at)| Fact::SessionEnded(SessionEnded {
            id,
            reason,
            at
        })),
    ]
}

fn chat_fact() -> impl Strategy<Value = Fact> {
    let reason = select(vec![
        EndReason::Agent,
        EndReason::Visitor,
        EndReason::VisitorSilent,
        EndReason::NobodyLeft,
        EndReason::Replaced,
        EndReason::Supervisor,
        EndReason::Erased,
    ]);
    prop_oneof![
        chat_started(),
        (chat(), event())
            .prop_map(|(chat, event)| Fact::EventAdded(EventAdded { chat, event: Arc::new(event) })),
        (chat(), option::of(skill_id()), place(), option::of(agent()), option::of(bar()), time()).prop_map(
            |(chat, skill, place, sender, bar, at)| {
                Fact::ChatQueued(ChatQueued { chat, skill, place, sender, bar, at })
            }
        ),
        chat().prop_map(|chat| Fact::BarLifted(BarLifted { chat })),
        (chat(), agent(), time(), option::of(why()))
            .prop_map(|(chat, agent, at, why)| { Fact::ChatAssigned(ChatAssigned { chat, agent, at, why }) }),
        (chat(), reason, time(), time()).prop_map(|(chat, reason, at, look_at)| {
            Fact::ChatEnded(ChatEnded { chat, reason, at, look_at })
        }),
        (chat(), text()).prop_map(|(chat, name)| Fact::VisitorNamed(VisitorNamed { chat, name })),
        chat().prop_map(|chat| Fact::ArchiveDue(ArchiveDue { chat })),
        chat().prop_map(|chat| Fact::ChatArchived(ChatArchived { chat })),
    ]
}

fn chat_started() -> impl Strategy<Value = Fact> {
    let who = (key(), any::<u64>().prop_map(VisitorId), option::of(text()), details());
    let what = (option::of(skill_id()), option::of(agent()), place(), span());
    (who, what, time(), time(), option::of(any::<NonZeroU32>())).prop_map(
        |(
            (key, visitor, visitor_name, details),
            (skill, wanted, place, timeout),
            at,
            look_at,
            estimate_s,
        )| {
            let details = Arc::new(details);
            Fact::ChatStarted(ChatStarted {
                key,
                visitor,
                visitor_name,
                details,
                skill,
                wanted,
                place,
                timeout,
                at,
                look_at,
                estimate_s,
            })
        },
    )
}

fn offer_fact() -> impl Strategy<Value = Fact> {
    let end = select(vec![OfferEnd::Missed, OfferEnd::Withdrawn]);
    prop_oneof![
        (chat(), agent(), time(), time(), why()).prop_map(|(chat, agent, made_at, expires_at, why)| {
            Fact::ChatOffered(ChatOffered { chat, offer: Offer { agent, made_at, expires_at, why } })
        }),
        (chat(), agent(), end, time()).prop_map(|(chat, agent, end, at)| Fact::OfferEnded(OfferEnded {
            chat,
            agent,
            end,
            at
        })),
    ]
}

fn why() -> impl Strategy<Value = Why> {
    select(vec![
        Why::Transferred,
        Why::AskedFor,
        Why::PreviousAgent,
        Why::OnlyOne,
        Why::LowestLoad,
        Why::LongestIdle,
        Why::LowestId,
        Why::TakenOver,
    ])
}

fn answer_fact() -> impl Strategy<Value = Fact> {
    let change = prop_oneof![
        Just(ConfigChange::Account),
        skill_id().prop_map(ConfigChange::SkillAdded),
        skill_id().prop_map(ConfigChange::SkillChanged),
        agent().prop_map(ConfigChange::AgentAdded),
        agent().prop_map(ConfigChange::AgentChanged),
    ];
    let answer = prop_oneof![
        Just(Answer::Done),
        vec(change, 0..4).prop_map(Answer::Configured),
        login_id().prop_map(Answer::LoginStarted),
        any::<u64>().prop_map(|id| Answer::SessionStarted(SessionId(id))),
        key().prop_map(Answer::Accepted),
        key().prop_map(Answer::ChatStarted),
        (chat(), any::<u32>()).prop_map(|(chat, id)| Answer::EventAdded { chat, event: EventId(id) }),
        (mail::guid(), mail::guid())
            .prop_map(|(participant, conversation)| Answer::Authenticated { participant, conversation }),
    ];
    (digest(), digest(), answer, time())
        .prop_map(|(key, body, answer, at)| Fact::Answered(Answered { key, body, answer, at }))
}

fn settings() -> impl Strategy<Value = Settings> {
    let spans = (span(), span(), span(), span(), span(), span());
    let sizes = (any::<u32>(), any::<u32>());
    let choices = (
        select(vec![Continuity::Shared, Continuity::Takeover]),
        availability(),
        select(vec![LastAgentLeft::Disconnect, LastAgentLeft::Requeue]),
    );
    let nobody_online = select(vec![NobodyOnline::Accept, NobodyOnline::Refuse]);
    let more = (nobody_online, mail::wire_switches(), second_factor::policy(), 0..40_000_usize);
    (spans, sizes, choices, any::<[bool; 5]>(), more).prop_map(|(spans, sizes, choices, switches, more)| {
        Settings {
            offer_timeout: spans.0,
            visitor_timeout: spans.1,
            agent_presence: spans.2,
            agent_session_timeout: spans.3,
            login: spans.4,
            ended_chat_kept: spans.5,
            line_bytes: usize::try_from(sizes.0).unwrap(),
            events_per_chat: usize::try_from(sizes.1).unwrap(),
            continuity: choices.0,
            initial_availability: choices.1,
            last_agent_left: choices.2,
            sticky: switches[0],
            early_lines: switches[1],
            published_app_key: switches[2],
            silent_transfer: switches[3],
            show_pre_chat_lines: switches[4],
            nobody_online: more.0,
            wire: more.1,
            second_factor: more.2,
            archive_days: more.3,
        }
    })
}

fn agent_profile() -> impl Strategy<Value = AgentProfile> {
    let texts = (text(), text(), text(), text(), text());
    let max_chats = prop_oneof![any::<u32>().prop_map(MaxChats::Limited), Just(MaxChats::Unlimited)];
    let group = option::of(any::<u64>().prop_map(GroupId));
    let role = select(vec![Role::Agent, Role::Supervisor, Role::Admin]);
    (agent(), texts, max_chats, vec(skill_id(), 0..4), any::<bool>(), (group, role)).prop_map(
        |(id, (login, password_hash, nickname, name, email), max_chats, skills, enabled, (group, role))| {
            AgentProfile {
                id,
                login,
                password_hash,
                nickname,
                name,
                email,
                max_chats,
                skills,
                enabled,
                group,
                role,
            }
        },
    )
}

fn login() -> impl Strategy<Value = Login> {
    (agent(), digest(), digest(), digest(), time()).prop_map(|(agent, bearer, cookie, csrf, expires_at)| {
        Login { agent, bearer, cookie, csrf, expires_at }
    })
}

fn event() -> impl Strategy<Value = Event> {
    let text_type = prop_oneof![
        Just(TextType::Plain),
        Just(TextType::Html),
        text().prop_map(|json| TextType::rich_content(&*json))
    ];
    let author = prop_oneof![
        system_message().prop_map(Author::System),
        (agent(), text()).prop_map(|(id, nickname)| Author::Agent { id, nickname }),
        option::of(text()).prop_map(|name| Author::Visitor { name }),
    ];
    let visibility = select(vec![Visibility::Everyone, Visibility::AgentsOnly]);
    let line = (text(), text_type, author, visibility).prop_map(|(text, text_type, author, visibility)| {
        Line { text: (*text).into(), text_type, author, visibility }
    });
    let kind = prop_oneof![
        Just(EventKind::Waiting),
        Just(EventKind::Chatting),
        Just(EventKind::Ended),
        line.prop_map(EventKind::Line),
    ];
    (any::<u32>(), time(), any::<u64>(), kind).prop_map(|(id, at, position, kind)| Event {
        id: EventId(id),
        at,
        position: StreamPosition(position),
        kind,
    })
}

pub(crate) fn system_message() -> impl Strategy<Value = SystemMessage> {
    select(vec![
        SystemMessage::PreChat,
        SystemMessage::Busy,
        SystemMessage::Accepted,
        SystemMessage::Routing,
        SystemMessage::AgentEnded,
        SystemMessage::Disconnected,
        SystemMessage::ToAgent,
        SystemMessage::ToSkill,
        SystemMessage::Requeued,
    ])
}

pub(crate) fn details() -> impl Strategy<Value = VisitorDetails> {
    let texts = proptest::array::uniform9(option::of(text()));
    let survey = option::of(mail::survey_answers());
    let more = (option::of(mail::guid()), option::of(mail::continues()));
    (texts, mail::variables(), survey, more).prop_map(|(texts, custom_variables, survey, more)| {
        let (participant, continues) = more;
        let [language, visitor, session, context, engagement_id, campaign_id, ip, referrer, user_agent] =
            texts;
        VisitorDetails {
            language,
            shark_visitor_id: visitor,
            shark_session_id: session,
            shark_context_id: context,
            engagement_id,
            campaign_id,
            ip,
            referrer,
            user_agent,
            custom_variables,
            participant,
            continues: continues.map(Box::new),
            survey: survey.map(Box::new),
        }
    })
}

fn place() -> impl Strategy<Value = Place> {
    (select(vec![Rank::Returned, Rank::Fresh]), any::<i32>(), time(), chat()).prop_map(
        |(rank, priority, requested_at, no)| Place { rank, priority: Reverse(priority), requested_at, no },
    )
}

fn bar() -> impl Strategy<Value = Bar> {
    (agent(), time()).prop_map(|(agent, until)| Bar { agent, until })
}

/// A key whose `K` number still fits its 64 bits.
pub(crate) fn key() -> impl Strategy<Value = ChatKey> {
    (0..u64::MAX >> 1, any::<u64>(), any::<u128>())
        .prop_map(|(no, head, tail)| ChatKey::new(ChatNo(no), ChatSeed { head, tail }))
}

fn heard_from<T: std::fmt::Debug>(who: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<HeardFrom<T>>> {
    vec((who, time(), time()).prop_map(|(who, heard_at, look_at)| HeardFrom { who, heard_at, look_at }), 0..3)
}

fn availability() -> impl Strategy<Value = Availability> {
    select(vec![Availability::Online, Availability::Away, Availability::Occupied])
}

pub(crate) fn text() -> impl Strategy<Value = Arc<str>> {
    any::<String>().prop_map(Arc::from)
}

fn digest() -> impl Strategy<Value = Digest> {
    any::<[u8; 32]>().prop_map(Digest)
}

pub(crate) fn time() -> impl Strategy<Value = Timestamp> {
    any::<i64>().prop_map(Timestamp)
}

fn span() -> impl Strategy<Value = Span> {
    any::<u64>().prop_map(Span)
}

pub(crate) fn agent() -> impl Strategy<Value = AgentId> {
    any::<u64>().prop_map(AgentId)
}

pub(crate) fn skill_id() -> impl Strategy<Value = SkillId> {
    any::<u64>().prop_map(SkillId)
}

fn login_id() -> impl Strategy<Value = LoginId> {
    any::<u64>().prop_map(LoginId)
}

pub(crate) fn chat() -> impl Strategy<Value = ChatNo> {
    any::<u64>().prop_map(ChatNo)
}
