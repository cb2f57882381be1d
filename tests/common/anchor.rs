//! Gold of a page laid on another text of the same page: as `scripts/reanchor.py`, which says how.

use serde_json::{Value, json};

fn is_space(c: char) -> bool {
    zhupi::text::is_space(c)
}

/// Where the characters of `key` stand in `flat`, in the longest pieces that are free, near `after`.
fn pieces(key: &[char], flat: &[char], used: &mut [bool], mut after: usize) -> Option<Vec<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < key.len() {
        let rest = &key[at..];
        let first = rest[0];
        // The longest match from every place where the first character stands free.
        let starts = (0..flat.len()).filter(|n| flat[*n] == first && !used[*n]);
        let lengths = starts.map(|n| {
            let same = (0..rest.len()).take_while(|k| flat.get(n + k) == Some(&rest[*k]) && !used[n + k]);
            (n, same.count())
        });
        let (best, size) =
            lengths.max_by_key(|(n, size)| (*size, *n >= after, std::cmp::Reverse(n.abs_diff(after))))?;
        if size < 4.min(rest.len()) {
            return None;
        }
        used[best..best + size].fill(true);
        found.extend(best..best + size);
        (at, after) = (at + size, best + size);
    }
    Some(found)
}

fn ranges(positions: &[usize], source: &[char]) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &at in positions {
        match ranges.last_mut() {
            Some(last) if at >= last.1 && source[last.1..at].iter().all(|c| is_space(*c)) => last.1 = at + 1,
            _ => ranges.push((at, at + 1)),
        }
    }
    ranges
}

/// The records of `gold` on `text`; how many blocks the text lacks.
pub fn anchored(gold: &str, text: &str) -> (String, usize) {
    let source: Vec<char> = text.chars().collect();
    let index: Vec<usize> = (0..source.len()).filter(|n| !is_space(source[*n])).collect();
    let flat: Vec<char> = index.iter().map(|n| source[*n]).collect();
    let mut records: Vec<Value> = gold.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut blocks: Vec<(usize, usize, Vec<char>)> = Vec::new();
    for (r, record) in records.iter().enumerate() {
        for (b, block) in record["blocks"].as_array().unwrap().iter().enumerate() {
            let key = block["text"].as_str().unwrap().chars().filter(|c| !is_space(*c)).collect();
            blocks.push((r, b, key));
        }
    }
    // Long blocks first: a short one may stand inside a long one too.
    blocks.sort_by_key(|block| std::cmp::Reverse(block.2.len()));
    let (mut used, mut missing) = (vec![false; flat.len()], 0);
    let mut places: std::collections::BTreeMap<(usize, usize), Vec<usize>> =
        std::collections::BTreeMap::new();
    for (r, b, key) in blocks {
        let near =
            b.checked_sub(1).and_then(|before| places.get(&(r, before))).or_else(|| places.get(&(r, b + 1)));
        let after = near.and_then(|near| near.last().copied()).unwrap_or_default();
        match pieces(&key, &flat, &mut used, after) {
            Some(found) => drop(places.insert((r, b), found)),
            None => missing += 1,
        }
    }
    let at = |places: &[usize]| places.iter().map(|n| index[*n]).collect::<Vec<_>>();
    for (r, record) in records.iter_mut().enumerate() {
        let old = record["blocks"].as_array().unwrap().clone();
        let (mut new, mut texts, mut start) = (Vec::new(), Vec::new(), 0);
        for (b, block) in old.iter().enumerate() {
            let Some(found) = places.get(&(r, b)) else { continue };
            let text = block["text"].as_str().unwrap().to_owned();
            let end = start + text.chars().count();
            new.push(json!({ "role": block["role"], "text": text, "start": start, "end": end,
                "source": ranges(&at(found), &source) }));
            texts.push(text);
            start = end + 1;
        }
        record["blocks"] = new.into();
        record["text"] = texts.join("\n").into();
        for marks in ["entities", "topics", "keywords"] {
            record[marks] = json!([]);
        }
    }
    records.retain(|record| !record["blocks"].as_array().unwrap().is_empty());
    let rest: Vec<usize> = (0..flat.len()).filter(|n| !used[*n]).collect();
    for (n, (start, end)) in ranges(&at(&rest), &source).into_iter().enumerate() {
        let text: String = source[start..end].iter().filter(|c| !is_space(**c)).collect();
        let mut record = records[0].clone();
        record["id"] = format!("rest-{n}").into();
        record["kind"] = "furniture".into();
        record["blocks"] = json!([{ "role": "other", "text": text, "start": 0, "end": text.chars().count(),
            "source": [[start, end]] }]);
        record["text"] = text.into();
        records.push(record);
    }
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    (lines.join("\n") + "\n", missing)
}
