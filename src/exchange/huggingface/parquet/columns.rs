//! Rows as columns: values with the levels by which Parquet tells lists and nulls.
//!
//! All schemas here have one level of lists at most: a column is a field of the row, or a field of what is in a list of
//! the row. A row without anything in its list is an entry of definition level 0.

/// Values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    Text(Vec<String>),
    Int(Vec<i32>),
    Float(Vec<f32>),
}

/// A column while it is filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub values: Values,
    pub definition: Vec<i16>,
    pub repetition: Vec<i16>,
    in_list: bool,
    optional: bool,
}

impl Column {
    pub fn new(values: Values, in_list: bool, optional: bool) -> Self {
        Self { values, definition: Vec::new(), repetition: Vec::new(), in_list, optional }
    }

    /// One value, or none.
    fn level(&mut self, there: bool, first: bool) {
        let full = i16::from(self.in_list) + i16::from(self.optional);
        self.definition.push(if there { full } else { full - 1 });
        self.repetition.push(i16::from(!first));
    }

    /// A text of the row, or of the list's next element (`first`: of the row's first).
    pub fn text(&mut self, value: Option<String>, first: bool) {
        self.level(value.is_some(), first);
        if let (Values::Text(values), Some(value)) = (&mut self.values, value) {
            values.push(value);
        }
    }

    /// A whole number.
    pub fn int(&mut self, value: Option<i32>, first: bool) {
        self.level(value.is_some(), first);
        if let (Values::Int(values), Some(value)) = (&mut self.values, value) {
            values.push(value);
        }
    }

    /// A number with a point.
    pub fn float(&mut self, value: Option<f32>, first: bool) {
        self.level(value.is_some(), first);
        if let (Values::Float(values), Some(value)) = (&mut self.values, value) {
            values.push(value);
        }
    }

    /// An empty list.
    pub fn nothing(&mut self) {
        self.definition.push(0);
        self.repetition.push(0);
    }

    /// Empty again.
    pub fn clear(&mut self) {
        self.definition.clear();
        self.repetition.clear();
        match &mut self.values {
            Values::Text(values) => values.clear(),
            Values::Int(values) => values.clear(),
            Values::Float(values) => values.clear(),
        }
    }
}
