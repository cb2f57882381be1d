//! Zhupi 朱批: an annotation desk for Chinese newspapers. The list of rooms, in the order in which they may use each other.

pub mod propose;
