//! A CAS: texts and feature structures.

use std::borrow::Cow;

/// A feature's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A number with a point.
    Float(f32),
    /// A whole number.
    Integer(u32),
    /// Another feature structure by its id.
    Fs(u64),
}

/// A feature structure with a place in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Fs {
    /// Its id, from 1.
    pub id: u64,
    /// Full name of its type.
    pub kind: Cow<'static, str>,
    /// Id of the text.
    pub sofa: u64,
    /// Its start in UTF-16; absent where it is no annotation.
    pub begin: Option<u64>,
    /// Its end.
    pub end: Option<u64>,
    /// The rest.
    pub features: Vec<(Cow<'static, str>, Value)>,
    /// Line of the file, from 1; 0 where there is no telling.
    pub line: usize,
}

impl Fs {
    /// A string of it.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.feature(name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A number of it.
    pub fn number(&self, name: &str) -> Option<f32> {
        match self.feature(name)? {
            Value::Float(number) => Some(*number),
            Value::Integer(number) => Some(*number as f32),
            Value::Text(text) => text.parse().ok(),
            Value::Fs(_) => None,
        }
    }

    /// The id that it refers to.
    pub fn reference(&self, name: &str) -> Option<u64> {
        match self.feature(name)? {
            Value::Fs(id) => Some(*id),
            // XMI does not tell references from numbers.
            Value::Text(text) => text.parse().ok(),
            Value::Integer(id) => Some(u64::from(*id)),
            Value::Float(_) => None,
        }
    }

    fn feature(&self, name: &str) -> Option<&Value> {
        self.features.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

/// A text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sofa {
    /// Its id.
    pub id: u64,
    /// What it says.
    pub text: String,
}

/// A CAS.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cas {
    /// Its texts.
    pub sofas: Vec<Sofa>,
    /// Everything else.
    pub structures: Vec<Fs>,
}
