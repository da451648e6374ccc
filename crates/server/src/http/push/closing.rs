//! Why a stream ends, in a word, in a sentence, and as the close code of a WebSocket.

/// Why a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closing {
    /// The chat has ended and everything was said.
    Ended,
    /// What was tried is over.
    Tried,
    /// The server stops.
    Stopping,
    /// What was listened to is there no longer, or no longer the reader's.
    Gone,
    /// The reader does not take what it is sent, or does not answer.
    Slow,
    /// The client sent something that is no frame of `docs/push.md`.
    Malformed,
    /// The client sent a frame of bytes.
    Binary,
    /// The client sent a frame that is too large.
    TooLarge,
    /// The client resumed with something that is no cursor of this stream.
    Cursor,
}

impl Closing {
    /// The word, the sentence and the code.
    const fn words(self) -> (&'static str, &'static str, u16) {
        match self {
            Self::Ended => ("ended", "the chat has ended and everything was said", 1000),
            Self::Tried => ("tried", "the probe is over", 1000),
            Self::Stopping => ("stopping", "the server stops; come again", 1012),
            Self::Gone => (
                "gone",
                "the chat, the agent session or the login is over, or the chat is with somebody else",
                4404,
            ),
            Self::Slow => {
                ("slow", "what was sent was not taken, or a ping not answered; resume with the cursor", 4408)
            }
            Self::Malformed => {
                ("malformed", "a frame must be JSON with type resume (and from), or type ping", 1007)
            }
            Self::Binary => ("malformed", "frames must be text", 1003),
            Self::TooLarge => ("malformed", "a frame must not have more than 4 KiB", 1009),
            Self::Cursor => ("cursor", "from is no cursor of this stream, or lies in the future", 4400),
        }
    }

    /// A word for programs.
    pub(super) const fn reason(self) -> &'static str {
        self.words().0
    }

    /// A sentence for people.
    pub(super) const fn text(self) -> &'static str {
        self.words().1
    }

    /// The close code of a WebSocket (RFC 6455 §7.4).
    pub(super) const fn code(self) -> u16 {
        self.words().2
    }
}
