//! The documents of the visitor's account: what is asked before a chat, and the surveys.

use super::{Material, Outcome, check};
use crate::document::{
    AvailabilityForSkills, AvailableSlots, EstimatedWaitTime, InDialect, Question, QuestionAnswer,
    SkillAvailability, Survey, SurveyEntry, VisitorAvailability, VisitorBase,
};
use crate::sink::C;
use crate::vocabulary::{ChoiceQuestion, TextQuestion, Validation};

const CHOICES: [ChoiceQuestion; 4] = [
    ChoiceQuestion::DropdownBox,
    ChoiceQuestion::RadioButton,
    ChoiceQuestion::RadioButtonSideBySide,
    ChoiceQuestion::Checkbox,
];

fn answer<'m>(m: &'m Material, logic_ids: &'m [u64]) -> QuestionAnswer<'m> {
    if m.flag() {
        let kind = m.one_of(&[TextQuestion::TextField, TextQuestion::TextArea]);
        return QuestionAnswer::Text { kind, last_known_value: m.text() };
    }
    let entries = m.several(|m| SurveyEntry {
        checked: m.flag(),
        value: m.text(),
        display_value: m.maybe(Material::text),
        show_logic_ids: &logic_ids[..m.choice(logic_ids.len() + 1)],
    });
    QuestionAnswer::Choice { kind: m.one_of(&CHOICES), entries }
}

fn question<'m>(m: &'m Material, logic_ids: &'m [u64]) -> Question<'m> {
    Question {
        id: m.number(),
        order: m.number(),
        logic_id: m.number(),
        mandatory: m.flag(),
        validation: m.one_of(&[Validation::AlphaNumeric, Validation::Numeric, Validation::Email]),
        label: m.text(),
        answer: answer(m, logic_ids),
    }
}

pub(super) fn check_all(m: &Material) -> Outcome {
    check(&VisitorBase { base: m.text(), account: m.text() })?;
    check(&VisitorAvailability(m.flag()))?;
    check(&AvailableSlots(m.signed()))?;
    check(&EstimatedWaitTime(m.signed()))?;
    let skills = m.several(|m| SkillAvailability { skill: m.text(), is_available: m.flag() });
    check(&AvailabilityForSkills { skills })?;
    let logic_ids = m.several(Material::number);
    let questions = m.several(|m| question(m, &logic_ids));
    let survey = Survey { id: m.number(), title: m.maybe(Material::text), header: m.text(), questions };
    check(&survey)?;
    check(&InDialect::<C, _>::new(&survey))
}
