//! Laws of merging.
