//! Applying facts about remembered answers. What is too old or too much is forgotten on the way.

use crate::{Answered, Desk, Remembered, limits};

impl Desk {
    pub(super) fn apply_answered(&mut self, fact: &Answered) {
        self.advance(fact.at);
        let remembered = Remembered { body: fact.body, answer: fact.answer.clone(), at: fact.at };
        if let Some(old) = self.state.answers.insert(fact.key, remembered) {
            self.answer_order.remove(&(old.at, fact.key));
        }
        self.answer_order.insert((fact.at, fact.key));
        while let Some((at, key)) = self.answer_order.first().copied() {
            let fits = self.answer_order.len() <= limits::ANSWERS_REMEMBERED;
            if fits && fact.at.since(at) < limits::ANSWER_KEPT.0 {
                break;
            }
            self.answer_order.remove(&(at, key));
            self.state.answers.remove(&key);
        }
    }
}
