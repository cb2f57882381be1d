//! The elements of marks.

use crate::annotation::Entity;
use crate::exchange::w3c::of_link;
use crate::exchange::xml::attribute;
use std::fmt::Write;

/// The element of a label, with the attributes that make it that.
pub fn element(label: &str) -> (&'static str, String) {
    match label {
        "PER" => ("persName", String::new()),
        "ORG" => ("orgName", String::new()),
        "LOC" => ("placeName", String::new()),
        "TIME" => ("date", String::new()),
        "TITLE" => ("roleName", String::new()),
        "WORK" => ("title", String::new()),
        "TERM" => ("term", String::new()),
        "EVENT" => ("rs", " type=\"event\"".to_owned()),
        _ => ("rs", format!(" type=\"{}\"", token(label))),
    }
}

/// A word of an enumeration: no white space.
pub fn token(label: &str) -> String {
    attribute(&label.split_whitespace().collect::<Vec<_>>().join("_")).into_owned()
}

/// What a mark says beside its label: value, link, and whether it is decided.
pub fn pointers(entity: &Entity) -> String {
    let mut attributes = String::new();
    // Writing to a String cannot fail.
    if let Some(link) = &entity.link {
        let _ = write!(attributes, " ref=\"{}\"", attribute(&of_link(link)));
    }
    if let Some(value) = &entity.value {
        let name = match (entity.label.as_str() == "TIME", is_w3c_date(value)) {
            (true, true) => "when",
            (true, false) => "when-custom",
            (false, _) => "n",
        };
        // White space parts values.
        let value =
            if name == "when-custom" { value.replace(char::is_whitespace, "_") } else { value.clone() };
        let _ = write!(attributes, " {name}=\"{}\"", attribute(&value));
    }
    if !entity.status.is_decided() {
        attributes += " cert=\"low\"";
    }
    attributes
}

/// Whether a value is a date as XML Schema has them: a year, a month, a day, or a day of any year.
fn is_w3c_date(value: &str) -> bool {
    let digits =
        |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = value.split('-').collect();
    match parts.as_slice() {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && month_of(month),
        [year, _, _] if digits(year, 4) => value.parse::<jiff::civil::Date>().is_ok(),
        ["", "", month] => month_of(month),
        ["", "", month, day] => {
            format!("2024-{month}-{day}").parse::<jiff::civil::Date>().is_ok() && day.len() == 2
        }
        _ => false,
    }
}

fn month_of(month: &str) -> bool {
    month.len() == 2 && month.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_of_xml_schema_are_when() {
        for value in ["2024", "2024-11", "2024-11-12", "--11", "--11-12"] {
            assert!(is_w3c_date(value), "{value}");
        }
        for value in ["XXXX-08-26", "2024-13", "2024-02-30", "2024-W03", "2024-08-26TAF", "", "24", "P3D"] {
            assert!(!is_w3c_date(value), "{value}");
        }
    }
}
