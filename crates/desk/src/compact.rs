//! Giving back the memory that a desk takes too much after it was read from a journal. Changes nothing that can be seen.

use crate::{Author, Desk, EventKind, Line};
use alloc::sync::Arc;

impl Desk {
    /// Lets lines share the names of who said them, where these are the names of today, and keeps no room for events that
    /// have not come. A desk that was never written down has shared them from the beginning.
    pub fn compact(&mut self) {
        let agents = &self.state.agents;
        for chat in self.state.chats.values_mut().map(Arc::make_mut) {
            let visitor = &chat.visitor_name;
            chat.events.shrink_to_fit();
            for event in chat.events.iter_mut().filter_map(Arc::get_mut) {
                let EventKind::Line(Line { author, .. }) = &mut event.kind else { continue };
                match author {
                    Author::System(_) => {}
                    Author::Agent { id, nickname } => {
                        share(nickname, agents.get(id).map(|agent| &agent.profile.nickname));
                    }
                    Author::Visitor { name } => {
                        if let Some(name) = name {
                            share(name, visitor.as_ref());
                        }
                    }
                }
            }
        }
    }
}

/// Lets a name be the one that is known, if they are equal.
fn share(name: &mut Arc<str>, known: Option<&Arc<str>>) {
    if let Some(known) = known.filter(|known| *known == name) {
        *name = Arc::clone(known);
    }
}
