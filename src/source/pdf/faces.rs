//! The faces of `fonts/`, once in the program: for what the window says, and for pages whose fonts are not in the file.

/// Noto Sans SC Regular.
pub static SANS: &[u8] = include_bytes!("../../../fonts/NotoSansSC-Regular.ttf");
/// Noto Serif SC Regular.
pub static SERIF: &[u8] = include_bytes!("../../../fonts/NotoSerifSC-Regular.ttf");
