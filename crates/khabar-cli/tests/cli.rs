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

use flate2::{Compression, write::GzEncoder};
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

/// A page far over the limit, which is read up to it.
#[test]
fn a_page_over_the_limit_is_read_up_to_it() {
    let mut page =
        format!("<html><body><h1>تأجيل افتتاح جسر النخيل</h1><p>{ARTICLE}</p>");
    page.push_str("<!--");
    page.push_str(&"x".repeat(200_000));
    let folder = folder(&[("big.html", page.as_bytes())]);
    let path = at(&folder, "big.html");
    for input in [page.as_bytes(), &gzip(page.as_bytes())] {
        let ran = piped(&["read", "--json", "--limit", "page_bytes=100K"], input);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let read = json(&ran.out);
        assert_eq!(read["notices"][0]["kind"], "limit");
        let text = read["notices"][0]["text"].as_str().unwrap();
        assert!(text.contains("page_bytes of 102400"), "{text}");
        assert!(!read["documents"][0]["claims"].as_array().unwrap().is_empty());
    }
    // As large as the system allows for nothing: only the head is looked at.
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(4 << 30).unwrap();
    let ran = run(&["read", "--limit", "page_bytes=100K", "--bidi", "none", &path]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("page_bytes"), "{}", ran.out);
    for wrong in ["page_bytes", "no_such=1", "page_bytes=0", "page_bytes=x"] {
        let ran = run(&["read", "--limit", wrong, &path]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("--limit"), "{}", ran.err);
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const URL: &str = "https://akhbar.example/1";

fn html() -> Vec<u8> {
    let body = ARTICLE.replace('\n', "</p><p>");
    format!("<html><body><h1>تأجيل افتتاح جسر النخيل</h1><p>{body}</p></body></html>")
        .into()
}

fn rss() -> Vec<u8> {
    let item = |n: u32| {
        format!(
            "<item><title>تأجيل افتتاح جسر النخيل {n}</title><link>{URL}{n}</link>\
             <pubDate>Wed, 09 Apr 2025 10:00:00 +0300</pubDate>\
             <description><![CDATA[<p>{ARTICLE}</p>]]></description></item>"
        )
    };
    let items = item(1) + &item(2);
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>صدى المثال</title>{items}</channel></rss>").into()
}

fn atom() -> Vec<u8> {
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>صدى المثال</title><entry><title>تأجيل \
         افتتاح جسر النخيل</title><link href=\"{URL}\"/><published>2025-04-09T10:00:00Z</published>\
         <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{ARTICLE}</p></div>\
         </content></entry></feed>"
    )
    .into()
}

fn json_feed() -> Vec<u8> {
    let item = serde_json::json!({
        "id": "1", "url": URL, "title": "تأجيل افتتاح جسر النخيل", "content_text": ARTICLE,
        "date_published": "2025-04-09T10:00:00Z",
    });
    let feed = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "صدى المثال", "items": [item],
    });
    feed.to_string().into()
}

fn warc() -> Vec<u8> {
    let mut answer =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".to_vec();
    answer.extend_from_slice(&html());
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\nWARC-Date: \
         2025-04-09T07:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        answer.len()
    )
    .into_bytes();
    record.extend_from_slice(&answer);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn arc() -> Vec<u8> {
    let mut answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec();
    answer.extend_from_slice(&html());
    let mut arc = format!(
        "filedesc://x.arc 0.0.0.0 20250409070000 text/plain 4\n1 0\n\n{URL} 127.0.0.1 \
         20250409070000 text/html {}\n",
        answer.len()
    )
    .into_bytes();
    arc.extend_from_slice(&answer);
    arc.push(b'\n');
    arc
}

/// Whatever a file is called, and however it comes, its content tells what it is.
#[test]
fn inputs_are_told_by_their_content() {
    let kinds: [(&str, Vec<u8>, usize, Option<&str>); 7] = [
        ("text", ARTICLE.into(), 1, None),
        ("html", html(), 1, None),
        ("rss", rss(), 2, None),
        ("atom", atom(), 1, None),
        ("json feed", json_feed(), 1, None),
        ("warc", warc(), 1, Some("2025-04-09T07:00:00Z")),
        ("arc", arc(), 1, Some("2025-04-09T07:00:00Z")),
    ];
    for (kind, plain, pages, captured_at) in kinds {
        for bytes in [plain.clone(), gzip(&plain)] {
            let folder = folder(&[("no-ending", &bytes)]);
            let named = run(&["read", "--json", &at(&folder, "no-ending")]);
            let piped = piped(&["read", "--json", "-"], &bytes);
            for ran in [named, piped] {
                assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{kind}");
                let read: Vec<_> = ran.out.lines().map(json).collect();
                assert_eq!(read.len(), pages, "{kind}");
                for page in &read {
                    let document = &page["documents"][0];
                    let title = document["title"]["text"].as_str().unwrap();
                    assert!(title.contains("جسر النخيل"), "{kind}: {title}");
                    let claims = document["claims"].as_array().unwrap();
                    assert!(!claims.is_empty(), "{kind}");
                    let day = document["published"][0]["value"].as_str().unwrap();
                    assert!(day.starts_with("2025-04-09"), "{kind}: {day}");
                    assert_eq!(
                        page["page"]["captured_at"].as_str(),
                        captured_at,
                        "{kind}"
                    );
                    let url = page["page"]["url"].as_str();
                    assert_eq!(url.is_some(), !matches!(kind, "text" | "html"), "{kind}");
                    assert_eq!(page["notices"], serde_json::json!([]), "{kind}");
                }
            }
        }
    }
}

#[test]
fn packed_files_and_feeds_of_folders_are_read() {
    let folder = folder(&[
        ("a.html.gz", &gzip(&html())),
        ("b.warc.gz", &gzip(&warc())),
        ("c.json", &json_feed()),
        ("d.json", b"{\"version\": 1}"),
        ("e.tar.gz", b"\x1F\x8B"),
        ("f.rss", &rss()),
    ]);
    let ran = run(&["read", "--json", folder.path().to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 5);
    assert!(ran.err.contains("1 .gz, 1 .json"), "{}", ran.err);
}

#[test]
fn damage_in_an_archive_is_told_and_the_rest_read() {
    let mut archive = warc();
    archive.truncate(archive.len() - 60);
    archive.extend_from_slice(b"\r\n");
    archive.extend_from_slice(&warc());
    archive.extend_from_slice(b"garbage\n");
    archive.extend_from_slice(&warc());
    let ran = piped(&["read", "--json", "-"], &archive);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("no record begins"), "{}", ran.err);
    let read: Vec<_> = ran.out.lines().map(json).collect();
    assert_eq!(read.len(), 3);
    assert_eq!(read[0]["notices"][0]["kind"], "capture-mended");
    assert_eq!(read[1]["notices"], serde_json::json!([]));
}

#[test]
fn what_was_wrong_with_a_feed_is_told_with_each_item() {
    let broken =
        String::from_utf8(rss()).unwrap().replace("</title><link>", " < x</title><link>");
    let ran = piped(&["read", "--json", "-"], broken.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("not well formed"), "{}", ran.err);
    let read: Vec<_> = ran.out.lines().map(json).collect();
    assert_eq!(read.len(), 2);
    assert!(read.iter().all(|page| page["notices"][0]["kind"] == "feed-mended"));
    let empty = piped(&["read", "-"], b"<rss version=\"2.0\"><channel></channel></rss>");
    assert_eq!(empty.code, 1);
    assert!(empty.err.contains("no item in this feed"), "{}", empty.err);
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

// Names.

const OWN: &str = "id\tkind\tname\taliases\tenglish\troles
samer-haj\tPER\tسامر الحاج\tأبو نبيل\tSamer al-Haj\tmayor@Marsa@2020-05@2024
";

#[test]
fn who_finds_an_entry_by_spellings_of_both_scripts() {
    for query in ["Qadhafi", "Kadhafi", "القذافي", "معمر القذافي"] {
        let ran = run(&["who", "--bidi", "none", query]);
        assert_eq!(ran.code, 0, "{query}: {}", ran.err);
        assert!(ran.out.contains("people:muammar-gaddafi"), "{query}: {}", ran.out);
        assert!(ran.out.contains("matched"), "{}", ran.out);
    }
    let ran = run(&["who", "--json", "Hayat", "Tahrir", "al-Sham"]);
    let line: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(line["schema"], "khabar.who/1");
    assert_eq!(line["found"][0]["name"], "هيئة تحرير الشام");
    let relations = line["found"][0]["relations"].as_array().unwrap();
    assert!(relations.iter().any(|tie| tie["predicate"] == "successor-of"));
}

#[test]
fn who_shows_the_offices_of_a_day() {
    let then = run(&["who", "--on", "2013", "--bidi", "none", "عبد الفتاح السيسي"]);
    assert!(then.out.contains("defence minister of EGY"), "{}", then.out);
    assert!(!then.out.contains("president of EGY"), "{}", then.out);
    let wrong = run(&["who", "--on", "last year", "السيسي"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("`last year` is no date; write 2014"), "{}", wrong.err);
}

#[test]
fn who_names_what_is_near_where_nothing_is_found() {
    let ran = run(&["who", "Bartholomew Quisling Featherstone"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.err.contains("nobody and nothing is known by"), "{}", ran.err);
    let none = run(&["who", "!?"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("holds no letters"), "{}", none.err);
}

#[test]
fn entities_of_ones_own_are_read_and_found() {
    let folder = folder(&[("own.tsv", OWN.as_bytes()), ("page.txt", ARTICLE.as_bytes())]);
    let (own, page) = (at(&folder, "own.tsv"), at(&folder, "page.txt"));
    let who = run(&["who", "--entities", &own, "Samir Haj"]);
    assert!(who.out.contains("entities:samer-haj"), "{}{}", who.out, who.err);
    let read = run(&["read", "--json", "--entities", &own, &page]);
    assert!(read.out.contains("\"entities:samer-haj\""), "{}", read.out);
    let names = run(&["names", "--entities", &own, &page]);
    assert_eq!(names.code, 0, "{}", names.err);
    assert!(
        names.out.lines().any(|line| line.contains("entities:samer-haj")),
        "{}",
        names.out
    );
}

#[test]
fn faulty_entities_are_refused_with_file_line_and_remedy() {
    let head = "id\tkind\tname\troles\n";
    for (lines, expected) in [
        (
            "a\tPER\tس\t\na\tPER\tص\t\n",
            ":3: id `a` stands in line 2 already; give it another",
        ),
        ("a\tMAN\tس\t\n", ":2: `MAN` is no kind; use PER, ORG or LOC"),
        ("a\tPER\tس\tmayor@X@2020@2019\n", "ends (2019) before it begins (2020); write"),
    ] {
        let folder = folder(&[("own.tsv", format!("{head}{lines}").as_bytes())]);
        let own = at(&folder, "own.tsv");
        let ran = run(&["who", "--entities", &own, "x"]);
        assert_eq!(ran.code, 2);
        assert!(
            ran.err.contains("own.tsv:") && ran.err.contains(expected),
            "{}",
            ran.err
        );
        let read = run(&["read", "--entities", &own, &own]);
        assert_eq!(read.code, 2);
        assert!(read.err.contains(expected), "{}", read.err);
    }
    let folder = folder(&[("own.tsv", b"id\tkind\tname\na\tPER\t\xFF\n")]);
    let ran = run(&["names", "--entities", &at(&folder, "own.tsv"), "-"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("own.tsv:2: byte 19 (0xFF) is not UTF-8"), "{}", ran.err);
    let missing = run(&["who", "--entities", "/no/such.tsv", "x"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("/no/such.tsv"), "{}", missing.err);
}

#[test]
fn names_joins_pages_and_names_what_is_new() {
    let other = "اجتماع البلدية\n12 مايو 2025\nقال سامر الحاج إن الاجتماع تأجل.\n";
    let folder = folder(&[("a.txt", ARTICLE.as_bytes()), ("b.txt", other.as_bytes())]);
    let path = folder.path().to_str().unwrap();
    let ran = run(&["names", "--candidates", "--format", "json", path]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let line: serde_json::Value =
        serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
    assert_eq!(line["name"], "سامر الحاج");
    assert_eq!(line["documents"].as_array().unwrap().len(), 2);
    assert_eq!(line["candidate"], true);
    let csv = run(&["names", "--format", "csv", path]);
    assert!(csv.out.starts_with("mentions,documents,kind,name,entry"), "{}", csv.out);
    let table = run(&["names", path]);
    assert!(table.out.lines().all(|line| line.split('\t').count() == 12));
}

#[test]
fn what_is_not_made_yet_is_said_to_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_khabar"))
        .args(["list", "stories"])
        .env("KHABAR_STORE", folder.path())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && output.stdout.is_empty(), "{errors}");
    assert!(errors.contains("not grouped into stories yet"), "{errors}");
}

/// One of three pages of an article.
fn page_of_three(number: usize) -> String {
    let address = |n: usize| format!("https://sada.example/bridge?page={n}");
    let mut head = format!("<link rel=canonical href='{}'>", address(number));
    if number > 1 {
        head += &format!("<link rel=prev href='{}'>", address(number - 1));
    }
    if number < 3 {
        head += &format!("<link rel=next href='{}'>", address(number + 1));
    }
    let told = ["الأولى", "الثانية", "الثالثة"][number - 1];
    format!(
        "<html><head>{head}</head><body><article><h1>تأجيل افتتاح جسر النخيل</h1><p>وقال رئيس البلدية \
         في المرحلة {told} من أعمال الصيانة إن العمل في الجسر مستمر، وإن الشركة المنفذة تسلمت الموقع.</p>\
         </article></body></html>"
    )
}

#[test]
fn pages_of_one_article_are_read_as_one() {
    let pages = [1, 2, 3].map(page_of_three);
    let dir = folder(&[
        ("a.txt", ARTICLE.as_bytes()),
        ("b2.html", pages[1].as_bytes()),
        ("c.txt", ARTICLE.as_bytes()),
        ("d3.html", pages[2].as_bytes()),
        ("e1.html", pages[0].as_bytes()),
    ]);
    let path = dir.path().to_str().unwrap();
    let ran = run(&["read", "--json", path]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let files: Vec<_> = lines
        .iter()
        .map(|line| line["file"].as_str().unwrap().rsplit(['/', '\\']).next().unwrap())
        .collect();
    // Where the first of them stands that came, called as the first of them.
    assert_eq!(files, ["a.txt", "e1.html", "c.txt"]);
    let joined = &lines[1];
    assert_eq!(joined["page"]["pages"].as_array().unwrap().len(), 3);
    let text = joined["text"].as_str().unwrap();
    let at = ["الأولى", "الثانية", "الثالثة"].map(|word| text.find(word).unwrap());
    assert!(at.is_sorted(), "{at:?}");
    assert_eq!(text.matches("تأجيل").count(), 1);
    let ran = run(&["read", "--part", "text", path]);
    assert_eq!(ran.out.matches("المرحلة").count(), 3);
}
