//! `handover openapi`: prints the document of an API, as it is checked in and served.

use crate::cli::{self, OpenApiOptions, say};
use handover_server::openapi::{Surface, document};

pub(crate) fn run(options: &OpenApiOptions) {
    let surface = match options.surface {
        cli::Surface::Agent => Surface::Agent,
        cli::Surface::Visitor => Surface::Visitor,
        cli::Surface::Pages => Surface::Pages,
    };
    say(document(surface).trim_end());
}
