//! The types that are written.

/// Text with places.
pub const ANNOTATION: &str = "uima.tcas.Annotation";
/// The whole text with its language.
pub const DOCUMENT: &str = "uima.tcas.DocumentAnnotation";
/// The text itself.
pub const SOFA: &str = "uima.cas.Sofa";
/// Which document it is.
pub const METADATA: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
/// A token.
pub const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
/// A sentence.
pub const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
/// A mark.
pub const ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
/// Who said a mark, when, on what proposal; its `value`.
pub const PROVENANCE: &str = "org.zhupi.Provenance";
/// A proposal that was refused.
pub const REJECTED: &str = "org.zhupi.Rejected";
/// A relation between two marks.
pub const RELATION: &str = "custom.Relation";
/// A block with its role.
pub const BLOCK: &str = "org.zhupi.Block";
/// A topic of the document.
pub const TOPIC: &str = "org.zhupi.Topic";
/// A keyword of the document.
pub const KEYWORD: &str = "org.zhupi.Keyword";
/// A note, on a place or on the whole text.
pub const NOTE: &str = "org.zhupi.Note";
/// A character of the text that XML has no place for; U+FFFD stands there.
pub const CHARACTER: &str = "org.zhupi.Character";

/// What a feature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// A string.
    Text,
    /// A number with a point.
    Float,
    /// A whole number.
    Integer,
    /// Another feature structure, of this type.
    Of(&'static str),
}

impl Range {
    /// Its name in type systems.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "uima.cas.String",
            Self::Float => "uima.cas.Float",
            Self::Integer => "uima.cas.Integer",
            Self::Of(kind) => kind,
        }
    }
}

/// A type with the features that it adds to those of its parent.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// Its name.
    pub name: &'static str,
    /// Its parent.
    pub parent: &'static str,
    /// Its features.
    pub features: &'static [(&'static str, Range)],
}

use Range::{Float, Integer, Of, Text};

/// All types that are not UIMA's own.
pub const TYPES: &[Type] = &[
    Type {
        name: METADATA,
        parent: DOCUMENT,
        features: &[("documentTitle", Text), ("documentId", Text), ("collectionId", Text)],
    },
    Type { name: TOKEN, parent: ANNOTATION, features: &[] },
    Type { name: SENTENCE, parent: ANNOTATION, features: &[] },
    Type { name: ENTITY, parent: ANNOTATION, features: &[("value", Text), ("identifier", Text)] },
    Type {
        name: PROVENANCE,
        parent: ANNOTATION,
        features: &[
            ("mark", Of(ENTITY)),
            ("markId", Text),
            ("status", Text),
            ("by", Text),
            ("at", Text),
            ("value", Text),
            ("linkName", Text),
            ("proposedBy", Text),
            ("score", Float),
        ],
    },
    Type {
        name: REJECTED,
        parent: ANNOTATION,
        features: &[("value", Text), ("markId", Text), ("by", Text), ("at", Text), ("score", Float)],
    },
    Type {
        name: RELATION,
        parent: ANNOTATION,
        features: &[("label", Text), ("Governor", Of(ENTITY)), ("Dependent", Of(ENTITY))],
    },
    Type { name: BLOCK, parent: ANNOTATION, features: &[("role", Text), ("page", Integer)] },
    Type {
        name: TOPIC,
        parent: ANNOTATION,
        features: &[("code", Text), ("status", Text), ("by", Text), ("score", Float)],
    },
    Type { name: KEYWORD, parent: ANNOTATION, features: &[("word", Text)] },
    Type { name: CHARACTER, parent: ANNOTATION, features: &[("code", Integer)] },
    Type { name: NOTE, parent: ANNOTATION, features: &[("note", Text), ("by", Text)] },
];
