//! The `khabar` command from outside: every flag, and what people give it by mistake.

#![allow(
    clippy::non_ascii_literal,
    clippy::unwrap_used,
    missing_docs,
    reason = "tests are written in Arabic and may break on anything"
)]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// A small article; invented.
const ARTICLE: &str = "تأجيل افتتاح جسر النخيل إلى الخريف
9 أبريل 2025
مرسى اللؤلؤ - صدى المثال: قال رئيس البلدية سامر الحاج، الأربعاء، إن افتتاح الجسر تأجل إلى الخريف بسبب أعمال الصيانة.
وأضاف الحاج في بيان أن العمل في الجسر مستمر، نافيا وجود أي خلاف مع الشركة المنفذة.
وكشف مصدر مطلع في البلدية أن التأجيل قد يمتد إلى العام المقبل، بحسب وصفه.
";

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn khabar() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_khabar"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

fn ran(output: Output) -> Ran {
    let ran = Ran {
        code: output.status.code().expect("no signal"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    };
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

fn run(arguments: &[&str]) -> Ran {
    ran(khabar().args(arguments).output().unwrap())
}

/// A folder with files in it.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn at(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

fn with_article() -> (TempDir, String) {
    let folder = folder(&[("page.txt", ARTICLE.as_bytes())]);
    let path = at(&folder, "page.txt");
    (folder, path)
}

/// One page on standard input.
fn piped(arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = khabar()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    ran(output)
}

fn json(line: &str) -> serde_json::Value {
    serde_json::from_str(line).unwrap()
}

#[test]
fn shows_a_page() {
    let (_folder, path) = with_article();
    let ran = run(&["read", "--bidi", "none", &path]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with(&path), "{}", ran.out);
    assert!(ran.out.contains("تأجيل افتتاح جسر النخيل"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'));
    assert_eq!(ran.err, "");
}

#[test]
fn json_is_one_line_a_page_in_the_order_of_the_inputs() {
    let names: Vec<String> =
        (0..30).map(|i| format!("p{:02}.txt", (i * 7) % 30)).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), ARTICLE.as_bytes())).collect();
    let folder = folder(&files);
    let paths: Vec<String> = names.iter().map(|name| at(&folder, name)).collect();
    for jobs in ["1", "4"] {
        let mut arguments = vec!["read", "--json", "--jobs", jobs];
        arguments.extend(paths.iter().map(String::as_str));
        let ran = run(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let files: Vec<String> = ran
            .out
            .lines()
            .map(|line| json(line)["file"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(files, paths);
    }
    let ran = run(&["read", "--json", folder.path().to_str().unwrap()]);
    let mut sorted = paths.clone();
    sorted.sort();
    let files: Vec<String> = ran
        .out
        .lines()
        .map(|line| json(line)["file"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(files, sorted);
}

#[test]
fn json_spans_count_code_points() {
    let (_folder, path) = with_article();
    let ran = run(&["read", "--json", &path]);
    assert_eq!(ran.out.lines().count(), 1);
    let page = json(&ran.out);
    assert_eq!(page["schema"], "khabar.reading/1");
    let text: Vec<char> = page["text"].as_str().unwrap().chars().collect();
    let mut spans = 0;
    let mut open = vec![&page];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Array(values) => open.extend(values),
            serde_json::Value::Object(map) => {
                if let (Some(start), Some(end)) = (map.get("start"), map.get("end")) {
                    let place = |v: &serde_json::Value| {
                        usize::try_from(v.as_u64().unwrap()).unwrap()
                    };
                    let words: String = text[place(start)..place(end)].iter().collect();
                    assert_eq!(map["text"], words);
                    spans += 1;
                }
                open.extend(map.values());
            }
            _ => {}
        }
    }
    assert!(spans > 0);
}

#[test]
fn pretty_is_the_same_json_indented() {
    let (_folder, path) = with_article();
    let plain = run(&["read", "--json", &path]);
    let pretty = run(&["read", "--pretty", &path]);
    assert!(pretty.out.lines().count() > 10);
    assert_eq!(json(&plain.out), json(&pretty.out));
}

#[test]
fn narration_and_explain_add_to_the_output() {
    let (_folder, path) = with_article();
    let ran = run(&["read", "--json", "--narration", &path]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let plain = run(&["read", &path]);
    let explained = run(&["read", "--explain", &path]);
    assert!(explained.out.len() > plain.out.len());
    assert!(explained.out.contains("THE PAGE LINE BY LINE"), "{}", explained.out);
    assert!(explained.out.contains("rule "), "{}", explained.out);
}

#[test]
fn colours_follow_flag_and_environment() {
    let (_folder, path) = with_article();
    let coloured = |arguments: &[&str], environment: &[(&str, &str)]| {
        let output = khabar()
            .args(["read", &path])
            .args(arguments)
            .envs(environment.iter().copied())
            .output()
            .unwrap();
        ran(output).out.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["--json", "--color", "always"], &[]));
}

#[test]
fn lines_keep_to_the_width() {
    let (_folder, path) = with_article();
    let ran = run(&["read", "--width", "44", "--bidi", "none", &path]);
    for line in ran.out.lines().skip(1) {
        assert!(line.chars().count() <= 44, "{line}");
    }
    assert_eq!(run(&["read", "--width", "3", &path]).code, 2);
}

#[test]
fn labels_and_direction_can_be_chosen() {
    let (_folder, path) = with_article();
    let arabic = run(&["read", "--lang", "ar", &path]);
    assert!(arabic.out.contains("النشر"), "{}", arabic.out);
    assert!(arabic.out.starts_with('\u{200f}'));
    assert!(run(&["read", &path]).out.contains('\u{2068}'));
    let marked = run(&["read", "--bidi", "mark", &path]).out;
    assert!(marked.contains('\u{200e}') && !marked.contains('\u{2068}'));
    let plain = run(&["read", "--bidi", "none", &path]).out;
    assert!(!plain.contains(['\u{200e}', '\u{2068}']));
    assert_eq!(run(&["read", "--lang", "xx", &path]).code, 2);
}

#[test]
fn standard_input_is_a_page() {
    for arguments in [&["read", "--json", "-"][..], &["read", "--json"]] {
        let ran = piped(arguments, ARTICLE.as_bytes());
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(json(&ran.out)["file"], serde_json::Value::Null);
    }
    assert_eq!(run(&["read", "-", "-"]).code, 2);
}

#[test]
fn the_address_of_a_page_can_be_given() {
    let (_folder, path) = with_article();
    let url = "https://news.example.com/1";
    let ran = run(&["read", "--json", "--url", url, &path]);
    assert_eq!(json(&ran.out)["page"]["url"], url);
    assert_eq!(run(&["read", "--url", url, &path, &path]).code, 2);
}

#[test]
fn folders_are_read_and_other_kinds_counted() {
    let folder = folder(&[
        ("a.txt", ARTICLE.as_bytes()),
        ("deep/er/b.HTML", b"<html><body><h1>x</h1><p>y</p></body></html>"),
        ("picture.png", b"\x89PNG"),
        ("notes.md", b"# notes"),
        (".hidden/c.txt", ARTICLE.as_bytes()),
        ("LICENSE", b"x"),
    ]);
    let ran = run(&["read", "--json", folder.path().to_str().unwrap()]);
    assert!(ran.err.contains("skipped 3 "), "{}", ran.err);
    assert!(ran.err.contains("1 no ending, 1 .md, 1 .png"), "{}", ran.err);
    assert!(!ran.out.contains(".hidden"));
    assert!(ran.out.contains("a.txt"), "{}{}", ran.out, ran.err);
}

#[test]
fn a_folder_without_pages_is_nothing_found() {
    let folder = folder(&[("picture.png", b"\x89PNG")]);
    let ran = run(&["read", folder.path().to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("nothing found"), "{}", ran.err);
    assert_eq!(ran.out, "");
}

#[test]
fn a_missing_path_is_named_with_the_remedy() {
    let ran = run(&["read", "/no/such/page.txt"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "khabar: /no/such/page.txt: no such file or folder; check the path\n"
    );
}

#[test]
fn a_bad_file_does_not_stop_the_others() {
    let (folder, path) = with_article();
    let missing = at(&folder, "missing.txt");
    let ran = run(&["read", "--json", &missing, &path]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("missing.txt: no such file"), "{}", ran.err);
    assert!(ran.err.contains("read 1 of 2 pages"), "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 1);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named_with_the_remedy() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = with_article();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        return; // the superuser reads everything
    }
    let ran = run(&["read", &path]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no permission to read it"), "{}", ran.err);
    drop(folder);
}

/// Pages that must neither break nor hang the command, whatever it finds in them.
#[test]
fn strange_pages_are_survived() {
    let parentheses =
        format!("قال الوزير {} نعم {}", "(".repeat(10_000), ")".repeat(10_000));
    let tags = format!("<html><body>{}قال", "<div>".repeat(10_000));
    let quotes = format!("قال الوزير: \"{}", ARTICLE.repeat(3));
    let bidi =
        "قال \u{202e}الوزير\u{2066} إن\u{2069}\u{2069} العمل \u{200f}مستمر".repeat(20);
    let mut invalid = ARTICLE.as_bytes().to_vec();
    invalid.splice(40..40, [0xff, 0xfe, 0x80]);
    let strange: [(&str, &[u8]); 11] = [
        ("empty.txt", b""),
        ("blank.txt", b" \n\t\n"),
        ("mark-only.txt", b"\xef\xbb\xbf"),
        ("zeros.txt", &[0; 4096]),
        ("latin.txt", b"no Arabic here\n"),
        ("invalid.txt", &invalid),
        ("quotes.txt", quotes.as_bytes()),
        ("bidi.txt", bidi.as_bytes()),
        ("parentheses.txt", parentheses.as_bytes()),
        ("tags.html", tags.as_bytes()),
        ("escape.txt", "قال \u{1b}[2J\u{7} الوزير إن العمل مستمر".as_bytes()),
    ];
    let folder = folder(&strange);
    for (name, _) in strange {
        let path = at(&folder, name);
        let ran = run(&["read", "--bidi", "none", &path]);
        assert!((0..=2).contains(&ran.code), "{name}: {}", ran.err);
        if ran.code != 0 {
            assert!(ran.err.starts_with("khabar: "), "{name}: {}", ran.err);
        }
        assert!(!ran.out.contains('\u{1b}') && !ran.out.contains('\u{202e}'), "{name}");
    }
}

/// Ten megabytes without a line break, as a broken export writes them.
#[test]
fn a_very_long_line_is_read() {
    let unit = "العمل في الجسر مستمر منذ شهر. ";
    let line = unit.repeat((10 << 20) / unit.len());
    let folder = folder(&[("long.txt", line.as_bytes())]);
    let ran = run(&["read", "--json", &at(&folder, "long.txt")]);
    assert!((0..=1).contains(&ran.code), "{}", ran.err);
    assert!(ran.out.len() > line.len());
}

#[test]
fn a_binary_file_is_an_error_with_a_remedy() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    let folder = folder(&[("picture.txt", png)]);
    let ran = run(&["read", &at(&folder, "picture.txt")]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("picture.txt: "), "{}", ran.err);
}

#[test]
fn a_file_over_the_limit_is_refused_at_once() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("big.txt");
    fs::File::create(&path).unwrap().set_len(100 << 20).unwrap();
    let ran = run(&["read", path.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("over the limit"), "{}", ran.err);
    assert!(ran.err.contains("split it"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_broken_pipe_ends_quietly() {
    let folder = TempDir::new().unwrap();
    for i in 0..200 {
        fs::write(folder.path().join(format!("{i}.txt")), ARTICLE).unwrap();
    }
    let mut child = khabar()
        .args(["read", "--json", folder.path().to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = ran(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn wrong_usage_says_how() {
    for arguments in
        [&["read", "--no-such"][..], &["no-such"], &[], &["read", "--jobs", "0", "x"]]
    {
        let ran = run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains("Usage") || ran.err.contains("--help"), "{}", ran.err);
    }
    let help = run(&["read", "--help"]);
    assert_eq!(help.code, 0);
    assert!(help.out.contains("Exit status"), "{}", help.out);
    assert!(run(&["--version"]).out.starts_with("khabar "));
}

/// The repository's own word lists.
fn lexicon() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lexicon")
}

#[test]
fn the_lexicon_is_listed_and_checked() {
    let list = run(&["lexicon", "list"]);
    assert_eq!(list.code, 0, "{}", list.err);
    assert!(list.out.contains("digest "), "{}", list.out);
    let check = run(&["lexicon", "check"]);
    assert_eq!(check.code, 0, "{}", check.out);
    assert!(check.out.contains("no faults"), "{}", check.out);
    let check = run(&["lexicon", "check", lexicon().to_str().unwrap()]);
    assert_eq!(check.code, 0, "{}", check.out);
}

#[test]
fn faults_of_a_lexicon_are_all_reported() {
    let head = "id\tname\taliases\tkind\tcountry\tenglish\tsource\tnote\n";
    let faulty = format!("{head}b\tx\n a\ty\t\t\t\t\te\t\nb\tz\t\t\t\t\te\t \n");
    let folder = folder(&[("outlets.tsv", faulty.as_bytes()), ("vrebs.tsv", b"id\n")]);
    let path = folder.path().to_str().unwrap();
    let ran = run(&["lexicon", "check", path]);
    assert_eq!(ran.code, 2);
    for fault in [
        "outlets.tsv:2: 2 cells",
        "outlets.tsv:4: key `b` stands",
        "vrebs.tsv:1: no such",
    ] {
        assert!(ran.out.contains(fault), "{fault} not in {}", ran.out);
    }
    let (_pages, page) = with_article();
    let ran = run(&["read", "--lexicon", path, &page]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("vrebs.tsv: no such lexicon file"), "{}", ran.err);
    assert_eq!(run(&["read", "--lexicon", "/no/such", &page]).code, 2);
}

#[test]
fn a_lexicon_folder_replaces_single_files() {
    let (_pages, page) = with_article();
    let built_in = json(&run(&["read", "--json", &page]).out);
    let own = run(&["read", "--json", "--lexicon", lexicon().to_str().unwrap(), &page]);
    assert_eq!(own.code, 0, "{}", own.err);
    assert_eq!(json(&own.out)["engine"]["lexicon"], built_in["engine"]["lexicon"]);
    let text = fs::read_to_string(lexicon().join("outlets.tsv")).unwrap();
    let longer = format!("{text}# one more line\n");
    let folder = folder(&[("outlets.tsv", longer.as_bytes()), ("README.md", b"notes")]);
    let own =
        run(&["read", "--json", "--lexicon", folder.path().to_str().unwrap(), &page]);
    assert_eq!(own.code, 0, "{}", own.err);
    assert_ne!(json(&own.out)["engine"]["lexicon"], built_in["engine"]["lexicon"]);
}
