//! What single characters say about a line: ends of sentences, characters that cannot begin a line, words without
//! content, widths. All functions look at one character or at the ends of a slice and never allocate.

/// Ends a sentence.
pub(super) fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '…' | '!' | '?' | '．')
}

/// Opens a pair of quotes or brackets.
pub(super) fn opens(c: char) -> bool {
    matches!(c, '“' | '‘' | '《' | '〈' | '（' | '(' | '【' | '「' | '『' | '[' | '〔')
}

/// Closes a pair of quotes or brackets.
pub(super) fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '》' | '〉' | '）' | ')' | '】' | '」' | '』' | ']' | '〕')
}

/// Cannot stand at the beginning of a paragraph or a heading.
pub(super) fn cannot_begin(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '％' | '%' | '℃' | ',' | ';' | '～')
        || closes(c)
}

/// Promises more: a line that ends in it is not the end of a heading.
pub(super) fn promises_more(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | ',' | ';')
        || opens(c)
        || matches!(
            c,
            '的' | '在'
                | '和'
                | '与'
                | '及'
                | '把'
                | '被'
                | '将'
                | '为'
                | '对'
                | '从'
                | '向'
                | '以'
                | '并'
                | '等'
                | '就'
                | '使'
        )
}

/// Grammar rather than content: weighs little when texts are compared.
pub(super) fn is_grammar(c: char) -> bool {
    "的了在是和与及为等对一个这那有不也就都而以于其上下中之他她我们到说要将从向并着把被让更新人年月日大"
        .contains(c)
}

/// Columns that a character takes: a Han character takes one, an ASCII character half.
pub(super) fn columns(c: char) -> f32 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

/// Whether a sentence is complete at the end of `text`: a full stop, perhaps inside closing quotes or brackets.
pub(super) fn is_complete(text: &[char]) -> bool {
    let mut inside = false;
    for &c in text.iter().rev().take(4) {
        if ends_sentence(c) {
            return true;
        }
        if !closes(c) {
            return false;
        }
        inside = true;
    }
    inside && text.len() < 4
}

/// Whether `text` begins with `word`.
pub(super) fn starts_with(text: &[char], word: &str) -> bool {
    let mut rest = text.iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// Whether `text` ends with `word`.
pub(super) fn ends_with(text: &[char], word: &str) -> bool {
    let mut rest = text.iter().rev();
    word.chars().rev().all(|c| rest.next() == Some(&c))
}

/// Whether `text` has `word` anywhere.
pub(super) fn contains(text: &[char], word: &str) -> bool {
    (0..text.len()).any(|at| starts_with(&text[at..], word))
}

/// Whether `test` holds for `text` and one of `words`, which spaces part.
pub(super) fn any(text: &[char], words: &str, test: impl Fn(&[char], &str) -> bool) -> bool {
    words.split_ascii_whitespace().any(|word| test(text, word))
}

/// Whether `text` is exactly one of `words`, which spaces part.
pub(super) fn is_one_of(text: &[char], words: &str) -> bool {
    words.split_ascii_whitespace().any(|word| text.len() == word.chars().count() && starts_with(text, word))
}

/// A digit, ASCII or full width.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// A digit in any of the forms of page and issue numbers.
pub(super) fn is_numeral(c: char) -> bool {
    is_digit(c) || "〇零一二三四五六七八九十百".contains(c)
}
