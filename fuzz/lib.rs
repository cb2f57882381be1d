//! What every reader has to hold, whatever the bytes.

use zhupi::layout::{NoMentions, reconstruct};
use zhupi::source::{How, open_bytes};
use zhupi::text::is_space;

/// Opens bytes as a file of this name; every character of what comes out is in exactly one block.
pub fn open(name: &str, bytes: &[u8]) {
    let Ok(opened) = open_bytes(name, bytes.to_vec(), &How::default()) else { return };
    for source in &opened.issues {
        let chars: Vec<char> = source.text.chars().collect();
        let issue = reconstruct(source, &NoMentions);
        let mut times = vec![0_u8; chars.len()];
        for block in issue.articles.iter().flat_map(|article| &article.blocks) {
            assert!(block.source_map(&chars).is_ok());
            for at in block.source.iter().flat_map(|range| range.positions()) {
                times[at as usize] += u8::from(!is_space(chars[at as usize]));
            }
        }
        assert!(chars.iter().zip(times).all(|(c, times)| times == u8::from(!is_space(*c))));
    }
}
