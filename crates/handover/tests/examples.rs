//! The programs in `examples/`, run as somebody who tries them does: every bot with every visitor.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Request};
    use crate::common::process::{Running, Signal};
    use crate::common::{ACCOUNT, APPLY_FILE, Device, PASSWORD, Place, serve};
    use std::io::{BufRead, BufReader};
    use std::path::Path;
    use std::process::{Child, Command, Stdio};
    use std::sync::mpsc::{self, Receiver};
    use std::time::Duration;

    /// How long a program may take to say its next line. It only ends a test that would hang.
    const PATIENCE: Duration = Duration::from_mins(1);

    /// What the programs need, and the Debian package that has it.
    const TOOLS: [(&str, &str); 5] =
        [("python3", "python3"), ("node", "nodejs"), ("bash", "bash"), ("curl", "curl"), ("jq", "jq")];

    const PYTHON_BOT: &str = "python/agent_bot.py";
    const NODE_BOT: &str = "node/agent-bot.mjs";
    const CURL_BOT: &str = "curl/agent-bot.sh";
    const PYTHON_VISITOR: &str = "python/visitor.py";
    const NODE_VISITOR: &str = "node/visitor.mjs";
    const CURL_VISITOR: &str = "curl/visitor.sh";

    /// An example that runs. It is killed when this goes out of scope.
    struct Program {
        child: Child,
        stdout: Receiver<String>,
        said: Vec<String>,
    }

    impl Program {
        fn start(example: &str, server: &Running, arguments: &[&str]) -> Self {
            for (tool, package) in TOOLS {
                let there =
                    Command::new(tool).arg("--version").output().is_ok_and(|got| got.status.success());
                assert!(there, "the examples need {tool}: apt-get install {package}");
            }
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(example);
            let mut command = Command::new(file);
            command.args([format!("http://{}", server.address), ACCOUNT.to_owned()]).args(arguments);
            command.env("POLL_SECONDS", "0.1").env_remove("APP_KEY").env_remove("EMAIL");
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
            let mut child = command.spawn().unwrap_or_else(|error| panic!("{example}: {error}"));
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let (sender, stdout) = mpsc::channel();
            std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
            Self { child, stdout, said: Vec::new() }
        }

        /// A bot that has signed in as Maya.
        fn bot(example: &str, server: &Running) -> Self {
            let mut bot = Self::start(example, server, &["maya", PASSWORD]);
            bot.says("bot: maya is online, was signed out");
            bot
        }

        /// Waits until the program says a line that begins like this.
        #[track_caller]
        fn says(&mut self, beginning: &str) {
            while !self.said.last().is_some_and(|last| last.starts_with(beginning)) {
                match self.stdout.recv_timeout(PATIENCE) {
                    Ok(line) => self.said.push(line),
                    Err(error) => panic!("no {beginning:?} ({error}): {:#?}", self.said),
                }
            }
        }

        /// Waits for the end of the program, which must be a success, and gives all it has said. Names of chats are left out.
        #[track_caller]
        fn end(mut self) -> Vec<String> {
            let mut said = std::mem::take(&mut self.said);
            loop {
                match self.stdout.recv_timeout(PATIENCE) {
                    Ok(line) => said.push(line),
                    Err(mpsc::RecvTimeoutError::Disconnected) => break,
                    Err(mpsc::RecvTimeoutError::Timeout) => panic!("goes on: {said:#?}"),
                }
            }
            let status = self.child.wait().unwrap();
            assert!(status.success(), "{status}: {said:#?}");
            said.iter().map(|line| line.split(" chat H").next().unwrap().to_owned()).collect()
        }

        fn signal(&self, signal: Signal) {
            rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), signal).unwrap();
        }
    }

    impl Drop for Program {
        fn drop(&mut self) {
            let _already_gone = self.child.kill();
            let _already_waited_for = self.child.wait();
        }
    }

    fn start(place: &Place) -> Running {
        Running::start(serve(&place.data(), Some(&place.file())))
    }

    /// One bot, and three visitors one after the other: two end their chat themselves, one says "bye".
    fn chats_with_every_visitor(bot: &str) {
        let place = Place::with(APPLY_FILE);
        let server = start(&place);
        let mut bot = Program::bot(bot, &server);
        for visitor in [PYTHON_VISITOR, NODE_VISITOR, CURL_VISITOR] {
            let lines = ["Sales", "two  spaces", "\"quotes\", \\ and ü", "42"];
            let said = Program::start(visitor, &server, &lines).end();
            let expected = [
                "visitor: somebody is there for Sales",
                "visitor: started",
                "visitor: the chat is waiting",
                "visitor: info: Thank you for choosing to chat with us.  An agent will be with you shortly.",
                "visitor: the chat is chatting",
                "visitor: info: You are now chatting with Maya.",
                "visitor: Maya: Hello, how can I help you?",
                "visitor: me: two  spaces",
                "visitor: Maya: You said: two  spaces",
                "visitor: me: \"quotes\", \\ and ü",
                "visitor: Maya: You said: \"quotes\", \\ and ü",
                "visitor: me: 42",
                "visitor: Maya: You said: 42",
                "visitor: the chat is ended",
            ];
            assert_eq!(said, expected, "{visitor}");
            bot.says("bot: ended chat H");

            let said = Program::start(visitor, &server, &["Sales", "bye"]).end();
            assert!(said.contains(&"visitor: Maya: Good bye!".to_owned()), "{visitor}: {said:#?}");
            assert_eq!(said.last().unwrap(), "visitor: the chat is ended", "{visitor}");
            bot.says("bot: You: bye");
            bot.says("bot: ended chat H");
        }
        bot.signal(Signal::INT);
        let said = bot.end();
        let once = [
            "bot: accepted",
            "bot: You: two  spaces",
            "bot: You: \"quotes\", \\ and ü",
            "bot: You: 42",
            "bot: ended",
        ];
        let twice = ["bot: accepted", "bot: You: bye", "bot: ended"];
        let chats = once.iter().chain(&twice);
        let expected = ["bot: maya is online, was signed out"].iter();
        let expected =
            expected.chain(chats.clone()).chain(chats.clone()).chain(chats).chain(&["bot: signed out"]);
        assert!(said.iter().eq(expected), "{said:#?}");
    }

    #[test]
    fn the_python_bot_chats_with_every_visitor() {
        chats_with_every_visitor(PYTHON_BOT);
    }

    #[test]
    fn the_node_bot_chats_with_every_visitor() {
        chats_with_every_visitor(NODE_BOT);
    }

    #[test]
    fn the_curl_bot_chats_with_every_visitor() {
        chats_with_every_visitor(CURL_BOT);
    }

    #[test]
    fn a_bot_that_is_killed_is_continued_by_one_in_another_language() {
        let bots = [(PYTHON_BOT, NODE_BOT), (NODE_BOT, CURL_BOT), (CURL_BOT, PYTHON_BOT)];
        for (first, second) in bots {
            let place = Place::with(APPLY_FILE);
            let server = start(&place);
            let first = Program::bot(first, &server);
            let mut visitor = Program::start(CURL_VISITOR, &server, &["Sales", "one", "two"]);
            visitor.says("visitor: me: one");
            drop(first);
            let mut second = Program::start(second, &server, &["maya", PASSWORD]);
            second.says("bot: continuing chat H");
            let said = visitor.end();
            assert!(said.contains(&"visitor: Maya: You said: one".to_owned()), "{said:#?}");
            assert!(said.contains(&"visitor: Maya: You said: two".to_owned()), "{said:#?}");
            assert!(
                !said.iter().any(|line| line.starts_with("visitor: info: Your chat was returned")),
                "{said:#?}"
            );
        }
    }

    #[test]
    fn a_bot_that_misses_a_ring_comes_back_online() {
        for bot in [PYTHON_BOT, NODE_BOT, CURL_BOT] {
            let place = Place::with(&format!("{APPLY_FILE}\n[account.settings]\noffer_timeout_s = 2\n"));
            let server = start(&place);
            let mut bot = Program::bot(bot, &server);
            bot.signal(Signal::STOP);
            let mut connection = Connection::to(server.address);
            let device = Device::sign_in(&mut connection, "maya");
            let mut visitor = Program::start(CURL_VISITOR, &server, &["Sales", "bye"]);
            let availability =
                Request::get(format!("{}/availability.json?v=1", device.session)).bearer(&device.bearer);
            // The ring lasts two seconds: a hundred thousand questions are many more.
            let mut is_away =
                || connection.ask(&availability).expect(200).json()["availability"]["chat"] == "Away";
            assert!((0..100_000).any(|_| is_away()), "nothing was missed");
            bot.signal(Signal::CONT);
            bot.says("bot: maya is online, was Away");
            visitor.says("visitor: Maya: Good bye!");
        }
    }
}
