//! Routes that know which methods they are, so that there is a list of them.

use super::Shared;
use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, on};
use http::Method;

/// Methods with a common prefix, in their order.
///
/// The paths are joined here, once: a nested router would cut the prefix off every request, parse the rest as an address
/// anew and look it up a second time.
pub(super) struct Methods {
    prefix: &'static str,
    pub(super) routes: Router<Shared>,
    pub(super) list: Vec<(Method, String)>,
}

impl Methods {
    /// None yet.
    pub(super) fn below(prefix: &'static str) -> Self {
        Self { prefix, routes: Router::new(), list: Vec::new() }
    }

    pub(super) fn get<T: 'static>(self, path: &str, handler: impl Handler<T, Shared>) -> Self {
        self.on(Method::GET, MethodFilter::GET, path, handler)
    }

    pub(super) fn post<T: 'static>(self, path: &str, handler: impl Handler<T, Shared>) -> Self {
        self.on(Method::POST, MethodFilter::POST, path, handler)
    }

    pub(super) fn put<T: 'static>(self, path: &str, handler: impl Handler<T, Shared>) -> Self {
        self.on(Method::PUT, MethodFilter::PUT, path, handler)
    }

    pub(super) fn delete<T: 'static>(self, path: &str, handler: impl Handler<T, Shared>) -> Self {
        self.on(Method::DELETE, MethodFilter::DELETE, path, handler)
    }

    /// These, and then those.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.list.extend(others.list);
        Self { routes: self.routes.merge(others.routes), ..self }
    }

    fn on<T: 'static>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &str,
        handler: impl Handler<T, Shared>,
    ) -> Self {
        let path = format!("{}{path}", self.prefix);
        self.list.push((method, path.clone()));
        Self { routes: self.routes.route(&path, on(filter, handler)), ..self }
    }
}
