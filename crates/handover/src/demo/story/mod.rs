//! The story, step by step. Each step is a file; it tells what happens, asks, and checks the answers.

mod s1_sign_in;
mod s2_request;
mod s3_ringing;
mod s4_talking;
mod s5_second_device;
mod s6_leaving_one;
mod s7_leaving_all;
mod s8_nobody_left;
mod s9_restart;

use super::house::House;
use super::stage::Stage;
use super::tell;

/// Plays the story; gives the address of the chat it is about.
pub(super) async fn play(house: &mut House) -> anyhow::Result<String> {
    let stage = Stage::at(house.address);
    tell::greeting(house.address, &house.folder().display().to_string());
    let (laptop, ben) = s1_sign_in::play(&stage).await?;
    let mut visitor = s2_request::play(&stage).await?;
    s3_ringing::play(&stage, &laptop, &ben, &mut visitor).await?;
    s4_talking::play(&stage, &laptop, &mut visitor).await?;
    let phone = s5_second_device::play(&stage, &mut visitor).await?;
    s6_leaving_one::play(&stage, &laptop, &phone, &mut visitor).await?;
    s7_leaving_all::play(&stage, &phone, &ben, &mut visitor).await?;
    let read = s8_nobody_left::play(&stage, &ben, &visitor).await?;
    s9_restart::play(house, &visitor, &read).await?;
    Ok(visitor.chat)
}
