//! Files that other tools read and write, one folder or file a format.
//!
//! `article` is the native form, `article/1`: it loses nothing.

pub mod article;
