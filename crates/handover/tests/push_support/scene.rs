//! A server, an agent at a device, and a visitor in a chat with the agent.

use crate::common::http::{Connection, Request};
use crate::common::process::Running;
use crate::common::{ACCOUNT, APP_KEY, Device, PASSWORD, Place, line};
use crate::transports::caller::Who;
use handover_server::password::{Hasher, PasswordHasher as _};
use std::path::Path;

/// Everything that is there.
pub(crate) struct Scene {
    _place: Place,
    pub(crate) server: Running,
    pub(crate) device: Device,
    /// The path of the chat for the visitor, and for the agent.
    pub(crate) visitor: String,
    pub(crate) agent: String,
}

impl Scene {
    /// Opens with these lines in the server file, and these under `[[account]]`.
    pub(crate) fn open(server_file: &str, account: &str) -> Self {
        let hash = Hasher::with_cost(8, 1).unwrap().hash(PASSWORD).unwrap();
        let place = Place::with(&format!(
            "[[account]]\nid = \"{ACCOUNT}\"\n{account}\n[[account.skill]]\nid = 10\nname = \"Sales\"\n\
             [[account.agent]]\nid = 1\nlogin = \"maya\"\npassword_hash = '{hash}'\nskills = [\"Sales\"]\n"
        ));
        let (data, file, config) = (place.data(), place.file(), place.beside("server.toml"));
        std::fs::write(&config, server_file).unwrap();
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--data"].map(Path::new).into_iter();
        let arguments =
            arguments.chain([&*data, Path::new("--apply"), &*file, Path::new("--config"), &*config]);
        let server = Running::start(arguments);
        let mut connection = Connection::to(server.address);
        let device = Device::sign_in(&mut connection, "maya");
        let visitor = start_chat(&mut connection);
        let agent = device.accept(&mut connection);
        Self { _place: place, server, device, visitor, agent }
    }

    /// The agent, who asks.
    pub(crate) fn maya(&self) -> Who {
        Who::Agent(self.device.bearer.clone())
    }

    /// The visitor says something; gives the id of the event.
    pub(crate) fn say(&self, connection: &mut Connection, text: &str) -> u64 {
        let location = connection.ask(&line(&self.visitor, text).app_key(APP_KEY)).expect(201).location();
        location.rsplit('/').next().unwrap().parse().unwrap()
    }

    /// The addresses of all streams, each with who may read it.
    pub(crate) fn streams(&self) -> [(String, Who); 3] {
        let target = |path: &str| format!("{path}?v=1&NC=true");
        [
            (target(&format!("{}/events", self.visitor)), Who::Visitor),
            (target(&format!("{}/events", self.agent)), self.maya()),
            (target(&self.device.session), self.maya()),
        ]
    }
}

/// A visitor asks for a chat; gives its path.
pub(crate) fn start_chat(connection: &mut Connection) -> String {
    let request = Request::post(format!("/api/account/{ACCOUNT}/chat/request?v=1&NC=true")).app_key(APP_KEY);
    let body = r#"{"request":{"skill":"Sales","interactionTimeout":3600}}"#;
    connection.ask(&request.json(body)).expect(201).location()
}
