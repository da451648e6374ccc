//! Panics: a runtime keeps them in the task they happened in, where nobody would see them. Here each breaks the run.

use std::cell::Cell;
use std::panic;
use std::sync::Once;

thread_local! {
    static PANICS: Cell<u32> = const { Cell::new(0) };
}

/// How many panics there were on this thread since the first call of this function.
pub(super) fn so_far() -> u32 {
    static COUNTING: Once = Once::new();
    COUNTING.call_once(|| {
        let former = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            PANICS.set(PANICS.get().saturating_add(1));
            former(info);
        }));
    });
    PANICS.get()
}
