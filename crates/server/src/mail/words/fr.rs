//! French.

use super::Words;

pub(super) const WORDS: Words = Words {
    tag: "fr",
    time: "%d/%m/%Y %H:%M:%S",
    transcript: "Transcription de votre chat",
    times_in: "Heures du fuseau horaire",
    you: "Vous",
    left_out: "Ce message est plein. Lignes omises :",
    message: "Message hors ligne",
    left_at: "Laissé le",
    skill: "Compétence",
    page: "Page",
    visitor: "Visiteur",
    question: "Question",
    variables: "Variables personnalisées",
};
