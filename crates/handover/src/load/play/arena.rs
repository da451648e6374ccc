//! Chats by a short name that is never used again, so that an answer for a chat that is gone finds nobody.

/// The name of a chat.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(in crate::load) struct ChatId {
    slot: u32,
    generation: u32,
}

/// A place of a chat.
#[derive(Debug)]
struct Slot<T> {
    generation: u32,
    held: Option<T>,
}

/// The chats.
#[derive(Debug)]
pub(super) struct Arena<T> {
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), free: Vec::new() }
    }
}

impl<T> Arena<T> {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    pub(super) fn insert(&mut self, held: T) -> ChatId {
        if let Some(slot) = self.free.pop()
            && let Some(place) = self.place(slot)
        {
            place.held = Some(held);
            return ChatId { slot, generation: place.generation };
        }
        let slot = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.slots.push(Slot { generation: 0, held: Some(held) });
        ChatId { slot, generation: 0 }
    }

    pub(super) fn get(&self, id: ChatId) -> Option<&T> {
        let place = self.slots.get(usize::try_from(id.slot).ok()?)?;
        place.held.as_ref().filter(|_| place.generation == id.generation)
    }

    pub(super) fn get_mut(&mut self, id: ChatId) -> Option<&mut T> {
        let place = self.place(id.slot)?;
        if place.generation == id.generation { place.held.as_mut() } else { None }
    }

    pub(super) fn remove(&mut self, id: ChatId) -> Option<T> {
        let place = self.place(id.slot).filter(|place| place.generation == id.generation)?;
        let held = place.held.take()?;
        place.generation = place.generation.wrapping_add(1);
        self.free.push(id.slot);
        Some(held)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (ChatId, &T)> {
        let slots = (0_u32..).zip(&self.slots);
        slots.filter_map(|(slot, place)| {
            Some((ChatId { slot, generation: place.generation }, place.held.as_ref()?))
        })
    }

    fn place(&mut self, slot: u32) -> Option<&mut Slot<T>> {
        self.slots.get_mut(usize::try_from(slot).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_used_again() {
        let mut arena = Arena::default();
        let first = arena.insert("a");
        let second = arena.insert("b");
        assert_eq!(arena.remove(first), Some("a"));
        let third = arena.insert("c");
        assert_eq!((arena.get(first), arena.get(second), arena.get(third)), (None, Some(&"b"), Some(&"c")));
        assert_eq!((arena.remove(first), arena.len()), (None, 2));
        assert_eq!(arena.iter().map(|(_, held)| *held).collect::<Vec<_>>(), ["c", "b"]);
    }
}
