//! German.

use super::Words;

pub(super) const WORDS: Words = Words {
    tag: "de",
    time: "%d.%m.%Y %H:%M:%S",
    transcript: "Mitschrift Ihres Chats",
    times_in: "Zeiten in der Zeitzone",
    you: "Sie",
    left_out: "Diese E-Mail ist voll. Ausgelassene Zeilen:",
    message: "Offline-Nachricht",
    left_at: "Hinterlassen am",
    skill: "Skill",
    page: "Seite",
    visitor: "Besucher",
    question: "Frage",
    variables: "Eigene Variablen",
};
