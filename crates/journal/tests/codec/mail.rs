//! Any fact of the family `mail`, and what else speaks of surveys, mails and identities.

use crate::strategies::{chat, details, key, skill_id, system_message, text, time};
use handover_desk::{
    AccountProfile, AuthFailureBody, AutomaticText, CannedText, ChatSessionsListed, ChoiceLook, Connector,
    Continues, CreationStatus, DefaultFormat, Entry, Fact, FromEventIds, Group, GroupId, Guid, Letter, Mail,
    MailFailed, MailNo, MailQueued, MailSent, MailState, MessageArchived, MessageLeft, MessageNo, NameValue,
    OfflineMessage, Participant, ParticipantKnown, Question, QuestionForm, Survey, SurveyAnswer,
    SurveyAnswered, SurveyAnswers, SurveyDialect, SurveyKind, SystemMessageIdForm, TranscriptWish,
    TranscriptWished, TypingReadStatus, Validation, VariablesSet, VisitorId, VisitorNameStatus, WireSwitches,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::Arc;

/// Any fact of the family.
pub(crate) fn fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        (chat(), kind(), survey_answers()).prop_map(|(chat, survey, answers)| {
            Fact::SurveyAnswered(SurveyAnswered { chat, survey, answers })
        }),
        (chat(), variables())
            .prop_map(|(chat, variables)| Fact::VariablesSet(VariablesSet { chat, variables })),
        (chat(), wish()).prop_map(|(chat, wish)| Fact::TranscriptWished(TranscriptWished { chat, wish })),
        message().prop_map(|message| Fact::MessageLeft(MessageLeft { message: Arc::new(message) })),
        message_no().prop_map(|message| Fact::MessageArchived(MessageArchived { message })),
        mail().prop_map(|mail| Fact::MailQueued(MailQueued { mail })),
        (mail_no(), time()).prop_map(|(mail, at)| Fact::MailSent(MailSent { mail, at })),
        (mail_no(), any::<u32>(), text(), mail_state(), time()).prop_map(
            |(mail, attempts, error, state, at)| {
                Fact::MailFailed(MailFailed { mail, attempts, error, state, at })
            }
        ),
        (guid(), guid(), text(), time(), time()).prop_map(|(id, conversation, claims, expires_at, at)| {
            let participant = Participant { conversation, claims, expires_at };
            Fact::ParticipantKnown(ParticipantKnown { id, participant, at })
        }),
    ]
}

/// A profile of which only the members that few accounts have are drawn.
pub(crate) fn account_extras() -> impl Strategy<Value = AccountProfile> {
    let automatic = (system_message(), text(), option::of(text()))
        .prop_map(|(message, language, text)| AutomaticText { message, language, text });
    let connector = (any::<u64>(), text(), option::of(text()), option::of(text()))
        .prop_map(|(id, public_key, issuer, audience)| Connector { id, public_key, issuer, audience });
    let group = (any::<u64>(), text()).prop_map(|(id, name)| Group { id: GroupId(id), name });
    let texts = (option::of(text()), option::of(text()), vec(automatic, 0..3));
    let origins = option::of(vec(text(), 0..3));
    let canned = (text(), text(), text(), vec(skill_id(), 0..3))
        .prop_map(|(shortcut, title, text, skills)| CannedText { shortcut, title, text, skills });
    (texts, vec(survey(), 0..3), vec(connector, 0..3), vec(group, 0..3), (origins, vec(canned, 0..3)))
        .prop_map(|((language, offline_mail, texts), surveys, connectors, groups, (origins, canned))| {
            AccountProfile {
                language,
                offline_mail,
                texts,
                surveys,
                connectors,
                groups,
                origins,
                canned,
                ..AccountProfile::default()
            }
        })
}

pub(crate) fn wire_switches() -> impl Strategy<Value = WireSwitches> {
    let statuses = (
        select(vec![CreationStatus::Created, CreationStatus::Ok]),
        select(vec![VisitorNameStatus::Ok, VisitorNameStatus::Created]),
        select(vec![TypingReadStatus::Ok, TypingReadStatus::Created]),
    );
    let forms = (
        select(vec![SystemMessageIdForm::String, SystemMessageIdForm::Number]),
        select(vec![SurveyDialect::B, SurveyDialect::C]),
        select(vec![DefaultFormat::Json, DefaultFormat::Xml]),
        select(vec![FromEventIds::Exclusive, FromEventIds::Inclusive]),
        select(vec![ChatSessionsListed::All, ChatSessionsListed::Inherited]),
        select(vec![AuthFailureBody::Text, AuthFailureBody::Error]),
    );
    (statuses, forms).prop_map(|(statuses, forms)| WireSwitches {
        creation_status: statuses.0,
        visitor_name_status: statuses.1,
        typing_status: statuses.2,
        system_message_id: forms.0,
        survey_dialect: forms.1,
        default_format: forms.2,
        from_event_ids: forms.3,
        chat_sessions: forms.4,
        auth_failure_body: forms.5,
    })
}

pub(crate) fn survey_answers() -> impl Strategy<Value = SurveyAnswers> {
    let answer =
        (any::<u64>(), vec(text(), 0..3)).prop_map(|(question, values)| SurveyAnswer { question, values });
    (any::<u64>(), vec(answer, 0..3)).prop_map(|(survey, answers)| SurveyAnswers { survey, answers })
}

pub(crate) fn variables() -> impl Strategy<Value = Vec<NameValue>> {
    vec((text(), text()).prop_map(|(name, value)| NameValue { name, value }), 0..3)
}

pub(crate) fn continues() -> impl Strategy<Value = Continues> {
    (text(), text(), text()).prop_map(|(account, session, event)| Continues { account, session, event })
}

pub(crate) fn guid() -> impl Strategy<Value = Guid> {
    any::<u128>().prop_map(Guid::random)
}

fn kind() -> impl Strategy<Value = SurveyKind> {
    select(vec![SurveyKind::PreChat, SurveyKind::Offline, SurveyKind::Exit, SurveyKind::Agent])
}

fn survey() -> impl Strategy<Value = Survey> {
    (any::<u64>(), kind(), option::of(text()), option::of(skill_id()), text(), vec(question(), 0..3))
        .prop_map(|(id, kind, name, skill, header, questions)| Survey {
            id,
            kind,
            name,
            skill,
            header,
            questions,
        })
}

fn question() -> impl Strategy<Value = Question> {
    let entry = (text(), option::of(text()), any::<bool>(), vec(any::<u64>(), 0..3))
        .prop_map(|(value, display, checked, shows)| Entry { value, display, checked, shows });
    let look = select(vec![
        ChoiceLook::Dropdown,
        ChoiceLook::Radio,
        ChoiceLook::RadioSideBySide,
        ChoiceLook::Checkbox,
    ]);
    let form = prop_oneof![
        (any::<bool>(), text()).prop_map(|(area, default)| QuestionForm::Text { area, default }),
        (look, vec(entry, 0..3)).prop_map(|(look, entries)| QuestionForm::Choice { look, entries }),
    ];
    let validation = select(vec![Validation::AlphaNumeric, Validation::Numeric, Validation::Email]);
    (any::<u64>(), any::<u64>(), text(), any::<bool>(), validation, form).prop_map(
        |(id, logic, label, mandatory, validation, form)| Question {
            id,
            logic,
            label,
            mandatory,
            validation,
            form,
        },
    )
}

fn wish() -> impl Strategy<Value = TranscriptWish> {
    (text(), option::of(text()), option::of(any::<i16>()))
        .prop_map(|(to, subject, utc_offset_min)| TranscriptWish { to, subject, utc_offset_min })
}

fn message() -> impl Strategy<Value = OfflineMessage> {
    let who = (option::of(skill_id()), option::of(any::<u64>().prop_map(VisitorId)));
    (message_no(), time(), who, details(), survey_answers()).prop_map(
        |(no, at, (skill, visitor), details, answers)| {
            let details = Box::new(details);
            OfflineMessage { no, at, skill, visitor, details, answers }
        },
    )
}

fn mail() -> impl Strategy<Value = Mail> {
    let letter = prop_oneof![
        (key(), wish()).prop_map(|(chat, wish)| Letter::Transcript { chat, wish }),
        message_no().prop_map(Letter::OfflineMessage),
    ];
    (mail_no(), text(), letter, time(), any::<u32>(), option::of(text()), mail_state()).prop_map(
        |(no, to, letter, queued_at, attempts, last_error, state)| Mail {
            no,
            to,
            letter,
            queued_at,
            attempts,
            last_error,
            state,
        },
    )
}

fn mail_state() -> impl Strategy<Value = MailState> {
    prop_oneof![time().prop_map(MailState::Due), time().prop_map(MailState::GivenUp)]
}

fn mail_no() -> impl Strategy<Value = MailNo> {
    any::<u64>().prop_map(MailNo)
}

fn message_no() -> impl Strategy<Value = MessageNo> {
    any::<u64>().prop_map(MessageNo)
}
