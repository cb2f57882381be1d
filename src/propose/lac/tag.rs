//! The tags of the network: 24 word classes, each as B (a word begins) and I (it goes on), and O.
//! Four of them are entities: PER, LOC, ORG, TIME.

/// How many tag ids the network knows: 24 classes × {B, I} and O.
pub const TAGS: usize = 49;

/// A word class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "NAMES says what they are called")]
pub enum Tag {
    Adjective,
    AdverbialAdjective,
    NominalAdjective,
    Conjunction,
    Adverb,
    Direction,
    Numeral,
    Noun,
    Person,
    Location,
    Organization,
    Work,
    ProperNoun,
    Preposition,
    Quantifier,
    Pronoun,
    Place,
    Time,
    Particle,
    Verb,
    AdverbialVerb,
    NominalVerb,
    Punctuation,
    FunctionWord,
    Other,
}

use Tag::{
    Adjective, Adverb, AdverbialAdjective, AdverbialVerb, Conjunction, Direction, FunctionWord, Location,
    NominalAdjective, NominalVerb, Noun, Numeral, Organization, Other, Particle, Person, Place, Preposition,
    Pronoun, ProperNoun, Punctuation, Quantifier, Time, Verb, Work,
};

/// Each class in the order of the ids, with the names of its B and its I.
const NAMES: [(Tag, &str, &str); 25] = [
    (Adjective, "a-B", "a-I"),
    (AdverbialAdjective, "ad-B", "ad-I"),
    (NominalAdjective, "an-B", "an-I"),
    (Conjunction, "c-B", "c-I"),
    (Adverb, "d-B", "d-I"),
    (Direction, "f-B", "f-I"),
    (Numeral, "m-B", "m-I"),
    (Noun, "n-B", "n-I"),
    (Person, "PER-B", "PER-I"),
    (Location, "LOC-B", "LOC-I"),
    (Organization, "ORG-B", "ORG-I"),
    (Work, "nw-B", "nw-I"),
    (ProperNoun, "nz-B", "nz-I"),
    (Preposition, "p-B", "p-I"),
    (Quantifier, "q-B", "q-I"),
    (Pronoun, "r-B", "r-I"),
    (Place, "s-B", "s-I"),
    (Time, "TIME-B", "TIME-I"),
    (Particle, "u-B", "u-I"),
    (Verb, "v-B", "v-I"),
    (AdverbialVerb, "vd-B", "vd-I"),
    (NominalVerb, "vn-B", "vn-I"),
    (Punctuation, "w-B", "w-I"),
    (FunctionWord, "xc-B", "xc-I"),
    (Other, "O", "O"),
];

impl Tag {
    /// The entities among the tags.
    pub const ENTITIES: [Tag; 4] = [Person, Location, Organization, Time];

    /// The network's own name: `PER`, `n`, `vn`, …, `O`.
    pub fn name(self) -> &'static str {
        let (_, begin, _) = NAMES[self as usize];
        begin.strip_suffix("-B").unwrap_or(begin)
    }

    /// Whether the tag is PER, LOC, ORG or TIME.
    pub fn is_entity(self) -> bool {
        Self::ENTITIES.contains(&self)
    }

    /// The id of a word's first character with this tag.
    pub fn begin(self) -> TagId {
        TagId(self as u8 * 2)
    }

    /// The id of a word's further characters; for [`Tag::Other`], which has none, the same as [`Tag::begin`].
    pub fn inside(self) -> TagId {
        TagId((self as u8 * 2 + 1).min(TAGS as u8 - 1))
    }
}

/// What the network says of one character: a class, and whether a word begins or goes on. Below [`TAGS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TagId(pub(super) u8);

impl TagId {
    /// All ids in order.
    pub fn all() -> impl Iterator<Item = TagId> {
        (0..TAGS as u8).map(TagId)
    }

    /// The column in [`super::Tagged::log_probs`] and [`super::Tagged::marginals`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The class.
    pub fn tag(self) -> Tag {
        NAMES[self.index() / 2].0
    }

    /// Whether a word begins here (B or O).
    pub fn begins(self) -> bool {
        self.0.is_multiple_of(2)
    }

    /// The network's own name: `PER-B`, `n-I`, `O`.
    pub fn name(self) -> &'static str {
        let (_, begin, inside) = NAMES[self.index() / 2];
        if self.begins() { begin } else { inside }
    }
}
