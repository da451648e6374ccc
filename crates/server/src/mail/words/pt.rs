//! Portuguese.

use super::Words;

pub(super) const WORDS: Words = Words {
    tag: "pt",
    time: "%d/%m/%Y %H:%M:%S",
    transcript: "Transcrição da sua conversa",
    times_in: "Horas no fuso horário",
    you: "Você",
    left_out: "Este e-mail está cheio. Linhas omitidas:",
    message: "Mensagem offline",
    left_at: "Deixada em",
    skill: "Competência",
    page: "Página",
    visitor: "Visitante",
    question: "Pergunta",
    variables: "Variáveis personalizadas",
};
