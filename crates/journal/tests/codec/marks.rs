//! Any fact about drafts, read marks and the audit log.

use crate::strategies::{agent, chat, key, text, time};
use handover_desk::{
    Act, AuditEntry, AuditLink, AuditNo, AuditedErasure, Digest, Draft, DraftSet, EventId, EventsRead, Fact,
    Side, Visibility,
};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) fn fact() -> impl Strategy<Value = Fact> {
    let visibility = select(vec![Visibility::Everyone, Visibility::AgentsOnly]);
    let draft = (text(), visibility, time()).prop_map(|(text, visibility, at)| Draft {
        text: (*text).into(),
        visibility,
        at,
    });
    let side = select(vec![Side::Agent, Side::Visitor]);
    let act = select(vec![
        Act::Watch,
        Act::Whisper,
        Act::TakeOver,
        Act::EndChat,
        Act::SignOut,
        Act::RemoveFactor,
        Act::Unlock,
        Act::Erase,
    ]);
    let digest = || any::<[u8; 32]>().prop_map(Digest);
    let link = (digest(), digest()).prop_map(|(before, own)| AuditLink { before, own });
    let erased = (any::<u64>(), digest()).prop_map(|(documents, keys)| AuditedErasure { documents, keys });
    let whom = (option::of(key()), option::of(agent()), option::of(erased));
    let entry = (any::<u64>(), time(), agent(), act, whom, option::of(link));
    prop_oneof![
        (chat(), option::of(draft)).prop_map(|(chat, draft)| Fact::DraftSet(DraftSet { chat, draft })),
        (chat(), side, any::<u32>()).prop_map(|(chat, side, event)| {
            Fact::EventsRead(EventsRead { chat, side, event: EventId(event) })
        }),
        entry.prop_map(|(no, at, agent, act, (chat, subject, erased), link)| {
            Fact::Audited(AuditEntry { no: AuditNo(no), at, agent, act, chat, subject, erased, link })
        }),
    ]
}
