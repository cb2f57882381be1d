//! Tables that are painted and copied.

/// Rows of counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Key of its title.
    pub title: &'static str,
    /// What the columns are, the first of the names.
    pub head: Vec<String>,
    /// A name and its counts.
    pub rows: Vec<(String, Vec<u64>)>,
}

impl Table {
    /// As text that spreadsheets take apart.
    pub fn text(&self, title: &str) -> String {
        let row = |(name, counts): &(String, Vec<u64>)| {
            std::iter::once(name.clone()).chain(counts.iter().map(u64::to_string)).collect()
        };
        let head = [vec![title.to_owned()], self.head.clone()];
        tabbed(head.into_iter().chain(self.rows.iter().map(row)))
    }
}

/// Rows of cells as text that spreadsheets take apart at tabs and line ends.
pub fn tabbed(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let clean = |cell: &String| cell.replace(['\t', '\n', '\r'], " ");
    rows.into_iter().map(|row| row.iter().map(clean).collect::<Vec<_>>().join("\t") + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_text_that_a_spreadsheet_takes_apart() {
        let rows = vec![("甲\t乙".to_owned(), vec![3, 4])];
        let table = Table { title: "", head: vec!["名".into(), "一".into(), "二".into()], rows };
        assert_eq!(table.text("表"), "表\n名\t一\t二\n甲 乙\t3\t4\n");
    }
}
