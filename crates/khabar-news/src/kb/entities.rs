//! Entities of the user's own: a table or a TOML file that joins the lexicon, checked
//! entity by entity.

use khabar_arabic::table::LexiconError;
use khabar_doc::EntityKind;
use rustc_hash::FxHashMap;

use super::date::{ends_before, is_date};

/// The name under which the user's entities stand in [`Sources`](khabar_arabic::Sources).
pub const ENTITIES: &str = "entities.tsv";

/// The columns of a file of entities; all but the first three may be left out.
pub const COLUMNS: [&str; 9] =
    ["id", "kind", "name", "aliases", "country", "english", "roles", "wikidata", "note"];

const NEEDED: usize = 3;

/// Faults that are reported of one file; with more it is broken as a whole.
const MOST: usize = 50;

/// Checks `bytes`, the content of the file called `file`, and gives it back as the table
/// [`ENTITIES`] with all its columns. A name that ends in `.toml` makes it TOML with a
/// table `[[entity]]` each, anything else a table with tabs.
///
/// # Errors
///
/// All faults in the order of their lines, at most fifty: what is no UTF-8, columns that
/// are missing or unknown, lines of other lengths, ids that stand twice or are no ids,
/// unknown kinds, empty names, roles and dates that are none, dates that end before they
/// begin, Wikidata ids that are none. Each says what would be right.
pub fn parse_entities(file: &str, bytes: &[u8]) -> Result<String, Vec<LexiconError>> {
    let fault =
        |line, message: String| LexiconError { file: file.to_owned(), line, message };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{FEFF}').unwrap_or(text),
        Err(error) => {
            let at = error.valid_up_to();
            let line = bytes[..at].iter().filter(|&&b| b == b'\n').count() + 1;
            let byte = bytes.get(at).copied().unwrap_or_default();
            return Err(vec![fault(
                line,
                format!("byte {at} (0x{byte:02X}) is not UTF-8; save the file as UTF-8"),
            )]);
        }
    };
    let is_toml =
        file.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("toml"));
    let mut faults = Vec::new();
    let rows = match is_toml {
        true => super::toml::rows(file, text)?,
        false => table_rows(file, text, &mut faults)?,
    };
    let mut table = COLUMNS.join("\t");
    table.push('\n');
    let mut ids: FxHashMap<&str, usize> = FxHashMap::default();
    for (number, cells) in &rows {
        let cell = |name: &str| {
            COLUMNS
                .iter()
                .position(|&column| column == name)
                .map_or("", |at| cells[at].as_str())
        };
        let id = cell("id");
        if let Some(first) = ids.insert(id, *number) {
            let message =
                format!("id `{id}` stands in line {first} already; give it another");
            faults.push(fault(*number, message));
        }
        faults.extend(of_line(&cell).into_iter().map(|message| fault(*number, message)));
        table.push_str(&cells.join("\t"));
        table.push('\n');
        if faults.len() >= MOST {
            break;
        }
    }
    faults.sort_by_key(|fault| fault.line);
    faults.truncate(MOST);
    if faults.is_empty() { Ok(table) } else { Err(faults) }
}

/// The values of one entity, in the order of [`COLUMNS`].
pub(super) type Cells = [String; COLUMNS.len()];

/// The lines of a table with tabs, each with its number; lines of other lengths go to
/// `faults`.
fn table_rows(
    file: &str,
    text: &str,
    faults: &mut Vec<LexiconError>,
) -> Result<Vec<(usize, Cells)>, Vec<LexiconError>> {
    let fault =
        |line, message: String| LexiconError { file: file.to_owned(), line, message };
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line.trim_end_matches('\r')))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let Some((number, head)) = lines.next() else {
        return Err(vec![fault(
            1,
            format!("no line of column names; begin with {}", NAMES),
        )]);
    };
    let columns: Vec<&str> = head.split('\t').map(str::trim).collect();
    let mut of_head = Vec::new();
    for column in columns.iter().filter(|column| !COLUMNS.contains(column)) {
        of_head
            .push(fault(number, format!("no column `{column}` is known; use {NAMES}")));
    }
    for needed in COLUMNS[..NEEDED].iter().filter(|&needed| !columns.contains(needed)) {
        of_head.push(fault(
            number,
            format!("no column `{needed}`; add it, with tabs between columns"),
        ));
    }
    if !of_head.is_empty() {
        return Err(of_head);
    }
    let mut rows = Vec::new();
    for (number, line) in lines {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        if cells.len() != columns.len() {
            let (found, named) = (cells.len(), columns.len());
            faults.push(fault(
                number,
                format!(
                    "{found} cells where the head names {named}; put a tab for each cell"
                ),
            ));
            continue;
        }
        let cell = |name: &str| {
            let at = columns.iter().position(|&column| column == name);
            at.map_or("", |at| cells[at]).to_owned()
        };
        rows.push((number, COLUMNS.map(cell)));
    }
    Ok(rows)
}

const NAMES: &str = "id, kind, name, aliases, country, english, roles, wikidata, note";

/// What is wrong with the cells of one line.
fn of_line<'a>(cell: &impl Fn(&str) -> &'a str) -> Vec<String> {
    let mut faults = Vec::new();
    let id = cell("id");
    let is_id = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    if id.is_empty() || !id.bytes().all(is_id) {
        faults.push(format!(
            "`{id}` is no id; use Latin letters, digits, `-`, `_` and `.`"
        ));
    }
    if kind_of(cell("kind")).is_none() {
        faults.push(format!("`{}` is no kind; use PER, ORG or LOC", cell("kind")));
    }
    if !cell("name").chars().any(char::is_alphabetic) {
        faults.push("no name; write the Arabic name in the column `name`".to_owned());
    }
    for column in COLUMNS {
        if cell(column).chars().any(char::is_control) {
            faults.push(format!("control character in column `{column}`; remove it"));
        }
    }
    let wikidata = cell("wikidata");
    let is_item = wikidata
        .strip_prefix('Q')
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    if !wikidata.is_empty() && !is_item {
        faults.push(format!("`{wikidata}` is no Wikidata id; write it like Q796"));
    }
    for role in cell("roles").split('|').map(str::trim).filter(|role| !role.is_empty()) {
        let parts: Vec<&str> = role.split('@').map(str::trim).collect();
        if parts.len() > 4 || parts[0].is_empty() {
            faults.push(format!("`{role}` is no role; write title@of@from@to"));
            continue;
        }
        let part = |at: usize| parts.get(at).copied().unwrap_or_default();
        let (from, to) = (part(2), part(3));
        let mut sound = true;
        for date in [from, to] {
            if !date.is_empty() && !is_date(date) {
                sound = false;
                faults.push(format!(
                    "`{date}` is no date; write 2014, 2014-03 or 2014-03-26"
                ));
            }
        }
        if sound && ends_before(from, to) {
            faults.push(format!(
                "role `{}` ends ({to}) before it begins ({from}); write the earlier date first",
                parts[0]
            ));
        }
    }
    faults
}

/// The kind that a user's file names.
pub(crate) fn kind_of(text: &str) -> Option<EntityKind> {
    EntityKind::parse(text).filter(|kind| {
        matches!(kind, EntityKind::Person | EntityKind::Organisation | EntityKind::Place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &[u8]) -> Vec<String> {
        parse_entities("mine.tsv", text)
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_sound_file_becomes_the_whole_table() {
        let text = "# ours\nid\tkind\tname\troles\nx-1\tPER\tسامر الحاج\tmayor@Marsa@2020@2024\n";
        let table = parse_entities("mine.tsv", text.as_bytes()).unwrap();
        assert_eq!(
            table.lines().last(),
            Some("x-1\tPER\tسامر الحاج\t\t\t\tmayor@Marsa@2020@2024\t\t")
        );
    }

    #[test]
    fn each_fault_is_named_with_line_and_remedy() {
        for (text, expected) in [
            ("", "mine.tsv:1: no line of column names; begin with id, kind, name"),
            ("id\tkind\n", "mine.tsv:1: no column `name`; add it"),
            ("id\tkind\tname\tborn\n", "mine.tsv:1: no column `born` is known; use id"),
            ("id\tkind\tname\na\tPER\n", "mine.tsv:2: 2 cells where the head names 3"),
            (
                "id\tkind\tname\na\tPER\tس\n\na\tORG\tص\n",
                "mine.tsv:4: id `a` stands in line 2 already; give it another",
            ),
            (
                "id\tkind\tname\na\tMAN\tس\n",
                "mine.tsv:2: `MAN` is no kind; use PER, ORG or LOC",
            ),
            ("id\tkind\tname\na b\tPER\tس\n", "mine.tsv:2: `a b` is no id; use Latin"),
            ("id\tkind\tname\na\tPER\t\n", "mine.tsv:2: no name; write the Arabic name"),
            (
                "id\tkind\tname\troles\na\tPER\tس\tmayor@X@2020@2019-12\n",
                "mine.tsv:2: role `mayor` ends (2019-12) before it begins (2020); write",
            ),
            (
                "id\tkind\tname\troles\na\tPER\tس\tmayor@X@last year\n",
                "mine.tsv:2: `last year` is no date; write 2014, 2014-03 or 2014-03-26",
            ),
            (
                "id\tkind\tname\troles\na\tPER\tس\t@X\n",
                "mine.tsv:2: `@X` is no role; write title@of@from@to",
            ),
            (
                "id\tkind\tname\twikidata\na\tPER\tس\t796\n",
                "mine.tsv:2: `796` is no Wikidata id; write it like Q796",
            ),
            (
                "id\tkind\tname\na\tPER\tس\u{7}\n",
                "mine.tsv:2: control character in column `name`; remove it",
            ),
        ] {
            let found = faults(text.as_bytes());
            assert!(found[0].starts_with(expected), "{found:?}\n{expected}");
        }
    }

    #[test]
    fn toml_becomes_the_same_table() {
        let text = "# ours\n[[entity]]\nid = \"x-1\"\nkind = \"PER\"\nname = \"سامر الحاج\"\naliases = [\"أبو نبيل\", \"الحاج\"]\nroles = [\n  { title = \"mayor\", of = \"Marsa\", from = 2020, to = 2024-05-01 },\n  { title = \"member\", from = \"2024-05\" },\n]\n";
        let table = parse_entities("mine.toml", text.as_bytes()).unwrap();
        assert_eq!(
            table.lines().last(),
            Some(
                "x-1\tPER\tسامر الحاج\tأبو نبيل|الحاج\t\t\tmayor@Marsa@2020@2024-05-01|member@@2024-05@\t\t"
            )
        );
    }

    #[test]
    fn each_fault_of_toml_is_named_with_line_and_remedy() {
        let head = "[[entity]]\nid = \"a\"\n";
        for (rest, expected) in [
            ("kind = \"PER\"\n", "mine.toml:1: missing field `name`; write tables"),
            ("kind PER\n", "mine.toml:3: key with no value, expected `=`; write tables"),
            (
                "kind = \"PER\"\nname = \"س\"\nborn = 1\n",
                "mine.toml:5: unknown field `born`, expected one of `id`, `kind`",
            ),
            (
                "kind = \"MAN\"\nname = \"س\"\n",
                "mine.toml:2: `MAN` is no kind; use PER, ORG or LOC",
            ),
            (
                "kind = \"PER\"\nname = \"س\"\n[[entity]]\nid = \"a\"\nkind = \"PER\"\nname = \"ص\"\n",
                "mine.toml:6: id `a` stands in line 2 already; give it another",
            ),
            (
                "kind = \"PER\"\nname = \"س\"\nroles = [{ title = \"mayor\", from = 2020, to = 2019 }]\n",
                "mine.toml:2: role `mayor` ends (2019) before it begins (2020); write",
            ),
            (
                "kind = \"PER\"\nname = \"س\"\naliases = [\"a|b\"]\n",
                "mine.toml:2: `a|b` holds `|`, which parts values; leave it out",
            ),
        ] {
            let found = parse_entities("mine.toml", format!("{head}{rest}").as_bytes());
            let found = found.unwrap_err()[0].to_string();
            assert!(found.starts_with(expected), "{found}\n{expected}");
        }
        let broken = parse_entities("mine.toml", b"[[entity]]\nid = \"\xFF\"\n");
        assert_eq!(
            broken.unwrap_err()[0].to_string(),
            "mine.toml:2: byte 17 (0xFF) is not UTF-8; save the file as UTF-8"
        );
    }

    #[test]
    fn broken_utf_8_is_named_by_line_and_byte() {
        let found = faults(b"id\tkind\tname\na\tPER\t\xD8\xB3\xFF\n");
        assert_eq!(
            found,
            ["mine.tsv:2: byte 21 (0xFF) is not UTF-8; save the file as UTF-8"]
        );
    }

    #[test]
    fn all_faults_are_reported_up_to_a_bound() {
        let two = faults(b"id\tkind\tname\na\tX\ts\nb\tY\ts\n");
        assert_eq!(two.len(), 2);
        let many = format!("id\tkind\tname\n{}", "a\tX\ts\n".repeat(200));
        assert_eq!(faults(many.as_bytes()).len(), MOST);
    }
}
