//! The desk as an editor uses it: keys, clicks and typing go in, the state and the dataset on the disk are looked at.
//!
//! Every test has a folder of its own for settings and dataset. Nothing sleeps: after each act the desk takes in all
//! answers of its worker (`hand`). A character without a glyph fails whatever test shows it.

// A test that cannot go on has to stop.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(feature = "desk")]

mod apart;
mod alike;
mod article;
mod commands;
mod context;
mod each;
mod endure;
mod exchange;
mod files;
mod going;
mod hand;
mod history;
mod keeping;
mod keys;
mod labels;
mod learn;
mod looks;
mod marks;
mod measure;
mod moved;
mod nested;
mod notes;
mod pages;
mod print;
mod paint;
mod quality;
mod readings;
mod relations;
mod review;
mod several;
mod shelf;
mod shell;
mod snapshots;
mod source;
mod start;
mod structure;
mod taxonomy;
mod tour;
mod trouble;
