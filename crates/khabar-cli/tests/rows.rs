//! `khabar claims` and `khabar events` from outside.

#![allow(
    clippy::non_ascii_literal,
    clippy::unwrap_used,
    missing_docs,
    reason = "tests are written in Arabic and may break on anything"
)]

use std::{
    fs,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// A small article; invented.
const BRIDGE: &str = "تأجيل افتتاح جسر النخيل إلى الخريف
9 أبريل 2025
مرسى اللؤلؤ - صدى المثال: قال رئيس البلدية سامر الحاج، الأربعاء، إن افتتاح الجسر تأجل إلى الخريف بسبب أعمال الصيانة.
وكشف مصدر مطلع في البلدية أن التأجيل قد يمتد إلى العام المقبل، بحسب وصفه.
";

/// Another, of a later day.
const MARKET: &str = "هجوم على سوق في بلدة الأثل
2 مايو 2025
الأثل - صدى المثال: قتل مسلحون ثلاثة حراس في سوق البلدة أمس.
وقال مصدر أمني إن الشرطة اعتقلت أربعة أشخاص.
وتأتي الحادثة بعد اغتيال القاضي بأسبوع.
";

fn run(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_khabar"))
        .args(arguments)
        .arg(folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn pages() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("bridge.txt"), BRIDGE).unwrap();
    fs::write(folder.path().join("market.txt"), MARKET).unwrap();
    folder
}

/// The rows as JSON.
fn rows(folder: &TempDir, arguments: &[&str]) -> Vec<serde_json::Value> {
    let (_, out, _) = run(folder, &[arguments, &["--format", "json"]].concat());
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn claims_are_filtered_by_source_matter_and_day() {
    let folder = pages();
    let all = rows(&folder, &["claims"]);
    assert!(all.len() >= 3, "{all:?}");
    let by = rows(&folder, &["claims", "--by", "سامر الحاج"]);
    assert!(
        !by.is_empty() && by.iter().all(|row| row["source"] == "سامر الحاج"),
        "{by:?}"
    );
    let unnamed = rows(&folder, &["claims", "--anonymous"]);
    assert!(unnamed.len() >= 2 && unnamed.iter().all(|row| row["anonymous"] == true));
    let named = rows(&folder, &["claims", "--named"]);
    assert_eq!(named.len() + unnamed.len(), all.len());
    let about = rows(&folder, &["claims", "--about", "الجسر"]);
    assert!(!about.is_empty());
    assert!(
        about.iter().all(|row| row["file"].as_str().unwrap().ends_with("bridge.txt"))
    );
    let late = rows(&folder, &["claims", "--since", "2025-05"]);
    assert!(!late.is_empty());
    assert!(
        late.iter().all(|row| row["published"].as_str().unwrap().starts_with("2025-05"))
    );
    assert_eq!(rows(&folder, &["claims", "--until", "2025-04-08"]).len(), 0);
}

#[test]
fn events_are_filtered_by_type_grounding_and_doer() {
    let folder = pages();
    let told = rows(&folder, &["events", "--type", "assault", "--told"]);
    assert!(!told.is_empty());
    assert!(
        told.iter()
            .all(|row| row["type"] == "ASSAULT" && row["grounding"] == "foreground")
    );
    let all = rows(&folder, &["events", "--type", "ASSAULT"]);
    assert!(all.len() > told.len(), "the murder of the judge is background");
    let by = rows(&folder, &["events", "--actor", "الشرطه"]);
    assert_eq!(by.len(), 1, "{by:?}");
    assert_eq!(by[0]["status"], "alleged");
    assert!(!by[0]["sources"].as_str().unwrap().is_empty());
}

#[test]
fn rows_come_as_table_csv_and_event_data() {
    let folder = pages();
    let (code, out, _) = run(&folder, &["events", "--width", "110"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("DATE        TYPE"), "{out}");
    let (_, out, _) = run(&folder, &["claims", "--format", "csv"]);
    let mut lines = out.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("file,document,claim,outlet,published,title,source,")
    );
    assert!(lines.all(|line| !line.starts_with("file,")), "one head for all pages");
    let (_, out, _) = run(&folder, &["events", "--format", "coded"]);
    let columns = out.lines().next().unwrap().split('\t').count();
    assert!(out.starts_with("Event ID\tEvent Date\tSource Name\t"));
    assert!(out.lines().all(|line| line.split('\t').count() == columns));
}

#[test]
fn nothing_found_and_wrong_values_are_told() {
    let folder = pages();
    let (code, out, err) = run(&folder, &["claims", "--by", "لا أحد"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("nothing found in 2 pages"), "{err}");
    let (code, _, err) = run(&folder, &["claims", "--certainty", "sure"]);
    assert_eq!(code, 2);
    assert!(err.contains("certain, "), "the values that may stand: {err}");
    let (code, _, err) = run(&folder, &["events", "--since", "2025-13-01"]);
    assert_eq!(code, 2);
    assert!(err.contains("YYYY-MM-DD"), "{err}");
}
