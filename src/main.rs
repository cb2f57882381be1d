//! Arguments → desk or headless; exit codes; nothing else.

fn main() {}
