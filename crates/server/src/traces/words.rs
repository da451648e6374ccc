//! What of an address may stand in a trace: the words of the protocol. Keys, ids and whatever else somebody has sent do not.

/// The words that paths of the APIs are made of.
const WORDS: &[&str] = &[
    "account",
    "agent",
    "agentSession",
    "agentTyping",
    "api",
    "audit",
    "availability",
    "availableAgents",
    "availableSlots",
    "baseURI",
    "board",
    "chat",
    "chatSessions",
    "conversation",
    "csdr",
    "customVariables",
    "details",
    "devices",
    "draft",
    "end",
    "estimatedWaitTime",
    "events",
    "exitSurvey",
    "finish",
    "handover",
    "incomingRequests",
    "info",
    "locks",
    "login",
    "logout",
    "marks",
    "me",
    "offlineSurvey",
    "participantExtendedInfo",
    "preSurvey",
    "read",
    "refresh",
    "release",
    "remove",
    "removeSecondFactor",
    "request",
    "secondFactor",
    "service",
    "signIn",
    "signOut",
    "status",
    "survey",
    "takeOver",
    "transcriptRequest",
    "transcriptWithSubjectRequest",
    "transfer",
    "v1",
    "visit",
    "visitorName",
    "visitorTyping",
    "visits",
    "whisper",
];

/// A path with the words that it has, and a mark for everything else.
pub(super) fn of(path: &str) -> String {
    let mut route = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        route.push('/');
        route.push_str(if WORDS.binary_search(&segment).is_ok() { segment } else { "{}" });
    }
    route
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Surfaces;

    #[test]
    fn every_word_of_every_method_is_known_and_nothing_else_gets_through() {
        assert!(WORDS.is_sorted());
        for (method, path) in Surfaces::methods() {
            for segment in path.split('/').filter(|segment| !segment.is_empty() && !segment.starts_with('{'))
            {
                assert!(WORDS.contains(&segment), "{method} {path}: {segment}");
            }
        }
        let told = of("/api/account/12345678/chat/H4711-2f9c/events?x=1");
        assert_eq!(told, "/api/account/{}/chat/{}/{}");
        assert_eq!(of("/api/account/12345678/chat/H4711/events"), "/api/account/{}/chat/{}/events");
    }
}
