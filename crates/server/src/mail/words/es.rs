//! Spanish.

use super::Words;

pub(super) const WORDS: Words = Words {
    tag: "es",
    time: "%d/%m/%Y %H:%M:%S",
    transcript: "Transcripción de su chat",
    times_in: "Horas en la zona horaria",
    you: "Usted",
    left_out: "Este correo está lleno. Líneas omitidas:",
    message: "Mensaje sin conexión",
    left_at: "Dejado el",
    skill: "Habilidad",
    page: "Página",
    visitor: "Visitante",
    question: "Pregunta",
    variables: "Variables personalizadas",
};
