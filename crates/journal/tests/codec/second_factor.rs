//! Any fact about second factors.

use crate::strategies::{agent, text, time};
use handover_desk::{
    CodeUsed, Fact, FactorPolicy, FactorSecret, SecondFactor, SecondFactorRemoved, SecondFactorSet, TimeStep,
};
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) fn fact() -> impl Strategy<Value = Fact> {
    let step = || any::<u64>().prop_map(TimeStep);
    let factor =
        (text(), step()).prop_map(|(secret, used)| SecondFactor { secret: FactorSecret(secret), used });
    prop_oneof![
        (agent(), factor, time()).prop_map(|(agent, factor, at)| Fact::SecondFactorSet(SecondFactorSet {
            agent,
            factor,
            at
        })),
        (agent(), time())
            .prop_map(|(agent, at)| Fact::SecondFactorRemoved(SecondFactorRemoved { agent, at })),
        (agent(), step()).prop_map(|(agent, step)| Fact::CodeUsed(CodeUsed { agent, step })),
    ]
}

/// Who has to have one.
pub(crate) fn policy() -> impl Strategy<Value = FactorPolicy> {
    select(vec![FactorPolicy::Optional, FactorPolicy::Supervisors, FactorPolicy::Everybody])
}
