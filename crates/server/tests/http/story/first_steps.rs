//! Looking up hosts, signing in, and the way of a chat from the request to its first lines.

use crate::common::{FORMATS, World, bodies, seen};

#[tokio::test]
async fn a_chat_goes_from_the_request_to_its_end() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        world.visitor_says(&visitor, "Hi").await;
        world.agent_says(&maya, &visitor, &bodies::line("Hello!")).await;
        let got = world.agent_reads(&maya, maya.chat(&visitor)).await.expect(200);
        let told = ["0 waiting", "1 system 4", "2 chatting", "3 system 3", "4 You: Hi", "5 Maya: Hello!"];
        assert_eq!(seen::events(&got), told);
        assert_eq!(world.visitor_sees(&visitor).await, told);
    }
}
