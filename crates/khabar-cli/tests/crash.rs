//! `khabar ingest` killed at any moment: nothing acknowledged is lost, nothing is kept
//! twice, and the next command goes on. `make crash` does it 200 times.

#![allow(clippy::unwrap_used, clippy::non_ascii_literal, clippy::print_stderr)]

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

const PAGES: usize = 300;

fn khabar(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_khabar"));
    command.env("KHABAR_STORE", store);
    command
}

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    output
}

/// Lines of JSON with articles that differ in their numbers.
fn pages(folder: &Path) -> std::path::PathBuf {
    let mut lines = String::new();
    for n in 0..PAGES {
        let _ = writeln!(
            lines,
            "{{\"url\": \"https://a.example/{n}\", \"date\": \"2025-01-10\", \"source\": \"صحيفة المثال\", \
             \"title\": \"الخبر رقم {n}\", \"text\": \"قال وزير النقل إن الطريق رقم {n} مفتوح. وأضاف مصدر \
             مسؤول أن الأعمال مستمرة في المدينة.\"}}"
        );
    }
    let path = folder.join("pages.jsonl");
    std::fs::write(&path, lines).unwrap();
    path
}

fn rows(store: &Path, what: &str, column: &str) -> Vec<String> {
    let output = run(khabar(store).args(["list", what, "--format", "jsonl"]));
    let key = format!("\"{column}\":");
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| {
            let (_, rest) = line.split_once(&key).unwrap();
            rest.split([',', '}']).next().unwrap().trim_matches('"').to_owned()
        })
        .collect()
}

#[test]
fn nothing_acknowledged_is_lost() {
    let rounds: u32 =
        std::env::var("KHABAR_CRASHES").map_or(4, |count| count.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let pages = pages(folder.path());
    let mut slowest = Duration::ZERO;
    // A fixed row of numbers, so that a failure comes again (Numerical Recipes' LCG).
    let mut state = 1_u32;
    let mut random = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut store = folder.path().join("store-0");
    for round in 0..rounds {
        // A new store now and then: its first moments are to be met too.
        if round % 4 == 0 {
            let _ = std::fs::remove_dir_all(&store);
            store = folder.path().join(format!("store-{round}"));
        }
        let mut child = khabar(&store)
            .args(["ingest", "--json", "-j", "2"])
            .arg(&pages)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let wait = random(u32::try_from(PAGES).unwrap()) as usize;
        let mut told: Vec<String> =
            lines.by_ref().take(wait).map_while(Result::ok).collect();
        std::thread::sleep(Duration::from_millis(u64::from(random(40))));
        child.kill().unwrap();
        child.wait().unwrap();
        told.extend(lines.map_while(Result::ok));
        if !store.join("record.db").exists() {
            assert!(told.is_empty());
            continue;
        }
        let start = Instant::now();
        let kept = rows(&store, "captures", "id");
        slowest = slowest.max(start.elapsed());
        let once: BTreeSet<&String> = kept.iter().collect();
        assert_eq!(once.len(), kept.len(), "round {round}");
        for line in &told {
            // A line that was cut by the kill acknowledges nothing.
            let Some(rest) = line.strip_suffix('}').and(line.split_once("\"capture\":"))
            else {
                continue;
            };
            let capture = rest.1.split(',').next().unwrap();
            assert!(kept.iter().any(|id| id == capture), "round {round}: {line} is lost");
        }
        let urls = rows(&store, "captures", "url");
        let once: BTreeSet<&String> = urls.iter().collect();
        assert_eq!(once.len(), urls.len(), "round {round}: kept twice");
        run(khabar(&store).args(["doctor", "--deep"]));
    }
    run(khabar(&store).arg("ingest").arg(&pages));
    assert_eq!(rows(&store, "captures", "url").len(), PAGES);
    assert_eq!(rows(&store, "documents", "id").len(), PAGES);
    let found = run(khabar(&store).args(["search", "--json", "-n", "1000", "الطريق"]));
    assert_eq!(String::from_utf8_lossy(&found.stdout).lines().count(), PAGES);
    if rounds > 4 {
        eprintln!("{rounds} kills; the slowest restart took {slowest:?}");
    }
}

/// The system refuses to let files grow: as on a full disk, in the record and the index.
#[cfg(target_os = "linux")]
#[test]
fn a_write_that_fails_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let pages = pages(folder.path());
    let store = folder.path().join("store");
    for blocks in [40, 200, 800, 2_000] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let output = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_khabar"), "ingest", "--json"])
            .arg(&pages)
            .env("KHABAR_STORE", &store)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            assert!(errors.starts_with("khabar: "), "{errors}");
            assert!(!errors.contains("panicked"), "{errors}");
        }
        let told = String::from_utf8_lossy(&output.stdout).lines().count();
        if store.join("record.db").exists() && told > 0 {
            assert!(rows(&store, "captures", "id").len() >= told, "{blocks}: {errors}");
            run(khabar(&store).args(["doctor", "--deep"]));
        }
    }
    run(khabar(&store).arg("ingest").arg(&pages));
    assert_eq!(rows(&store, "captures", "url").len(), PAGES);
    run(khabar(&store).args(["doctor", "--deep"]));
}
