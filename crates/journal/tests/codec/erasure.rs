//! Any fact about erasing what is known of a visitor.

use crate::strategies::time;
use handover_desk::{
    ChatNo, ErasureArchived, ErasureFinished, ErasureNo, Fact, Guid, MailNo, MessageNo, VisitorErased,
    VisitorId,
};
use proptest::collection::btree_set;
use proptest::prelude::*;

pub(crate) fn fact() -> impl Strategy<Value = Fact> {
    let no = || any::<u64>().prop_map(ErasureNo);
    let numbers = || btree_set(any::<u64>(), 0..4);
    let guids = btree_set(any::<u128>(), 0..3).prop_map(|bits| bits.into_iter().map(Guid::random).collect());
    let erased = (no(), numbers(), numbers(), numbers(), numbers(), guids, time()).prop_map(
        |(no, visitors, chats, messages, mails, participants, at)| {
            Fact::VisitorErased(VisitorErased {
                no,
                visitors: visitors.into_iter().map(VisitorId).collect(),
                chats: chats.into_iter().map(ChatNo).collect(),
                messages: messages.into_iter().map(MessageNo).collect(),
                mails: mails.into_iter().map(MailNo).collect(),
                participants,
                at,
            })
        },
    );
    prop_oneof![
        erased,
        no().prop_map(|erasure| Fact::ErasureArchived(ErasureArchived { erasure })),
        no().prop_map(|erasure| Fact::ErasureFinished(ErasureFinished { erasure })),
    ]
}
