//! A place in a text that is read from left to right, and the numerals that stand there.

/// What is still to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a>(pub(super) &'a [char]);

impl Cursor<'_> {
    /// Whether everything was read.
    pub(super) fn done(self) -> bool {
        self.0.is_empty()
    }

    /// Reads `word` where it stands.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let length = word.chars().count();
        let here = self.0.len() >= length && self.0.iter().zip(word.chars()).all(|(a, b)| *a == b);
        if here {
            self.0 = self.0.get(length..).unwrap_or_default();
        }
        here
    }

    /// Reads the first of the words that stands here; longer ones are listed first.
    pub(super) fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(word))
    }

    /// As [`Cursor::eat_any`], with what the word means.
    pub(super) fn word<T: Copy>(&mut self, table: &[(&str, T)]) -> Option<T> {
        table.iter().find(|(word, _)| self.eat(word)).map(|(_, meaning)| *meaning)
    }

    /// Reads a number followed by one of the units; nothing where the unit is missing.
    pub(super) fn counted(&mut self, units: &[&str], most: u32) -> Option<u32> {
        let mut here = *self;
        let number = here.number().filter(|number| *number <= most)?;
        here.eat_any(units).then(|| *self = here)?;
        Some(number)
    }

    /// Reads a year of four digits, in figures or Han: 2025, 二〇二五.
    pub(super) fn four_digits(&mut self) -> Option<i32> {
        let digits = self.0.get(..4)?.iter().map(|c| digit(*c)).collect::<Option<Vec<u32>>>()?;
        if self.0.get(4).is_some_and(|c| digit(*c).is_some()) {
            return None;
        }
        self.0 = self.0.get(4..)?;
        Some(digits.into_iter().fold(0, |year, digit| year * 10 + digit as i32))
    }

    /// Reads a whole number: 26, 廿六, 二十六, 一百二十, 两.
    pub(super) fn number(&mut self) -> Option<u32> {
        let figures = self.0.iter().take_while(|c| c.is_ascii_digit()).count();
        if figures > 0 {
            let (number, rest) = self.0.split_at_checked(figures)?;
            let number: String = number.iter().collect();
            self.0 = rest;
            return number.parse().ok().filter(|_| figures <= 6);
        }
        let han = self.0.iter().take_while(|c| digit(**c).is_some() || scale(**c).is_some()).count();
        let (number, rest) = self.0.split_at_checked(han).filter(|_| (1..=9).contains(&han))?;
        self.0 = rest;
        Some(han_number(number))
    }
}

/// A digit in figures or Han.
pub(super) fn digit(c: char) -> Option<u32> {
    const HAN: &str = "零一二三四五六七八九";
    match c {
        '〇' | '○' | 'Ｏ' => Some(0),
        '两' => Some(2),
        '元' => None,
        _ => c.to_digit(10).or_else(|| HAN.chars().position(|han| han == c).map(|n| n as u32)),
    }
}

fn scale(c: char) -> Option<(u32, u32)> {
    match c {
        '十' => Some((1, 10)),
        '廿' => Some((2, 10)),
        '卅' => Some((3, 10)),
        '百' => Some((1, 100)),
        '千' => Some((1, 1000)),
        _ => None,
    }
}

/// 二十六 by its scales, 二〇二五 by its places. Nine characters at most, so that nothing overflows.
fn han_number(number: &[char]) -> u32 {
    let (mut sum, mut last, mut places) = (0, None::<u32>, true);
    for c in number {
        if let Some((alone, factor)) = scale(*c) {
            let times = last.take().filter(|_| alone == 1).unwrap_or(alone);
            sum += times.min(1_000) * factor;
            places = false;
        } else if let Some(digit) = digit(*c) {
            last = Some(if places { last.unwrap_or(0).saturating_mul(10) + digit } else { digit });
        }
    }
    sum + last.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_read_in_figures_and_in_han() {
        for (text, number) in
            [("26", 26), ("廿三", 23), ("十", 10), ("二十六", 26), ("一百二十", 120), ("三〇", 30)]
        {
            let chars: Vec<char> = text.chars().collect();
            let mut cursor = Cursor(&chars);
            assert_eq!((cursor.number(), cursor.done()), (Some(number), true), "{text}");
        }
        let chars: Vec<char> = "二〇二五年".chars().collect();
        assert_eq!(Cursor(&chars).four_digits(), Some(2025));
    }
}
