use std::io::Write;

use super::*;

const PAGE: &str =
    "<html><body><p>قالت الوزارة إن المدارس تفتح الأحد 😀</p></body></html>";

fn record(url: &str, http: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2025-01-02T03:04:05Z\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n",
        http.len()
    )
    .into_bytes();
    out.extend_from_slice(http);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

fn page(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n"
    )
    .into_bytes();
    out.extend_from_slice(body);
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder =
        flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn read(bytes: &[u8]) -> (Vec<Capture>, Vec<Damage>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for capture in captures(bytes, Limits::default()).take(1000) {
        match capture {
            Ok(capture) => good.push(capture),
            Err(damage) => bad.push(damage),
        }
    }
    (good, bad)
}

#[test]
fn encodings_are_undone() {
    let chunk = |bytes: &[u8]| {
        let mut out = format!("{:x}\r\n", bytes.len()).into_bytes();
        out.extend_from_slice(bytes);
        out.extend_from_slice(b"\r\n0\r\n\r\n");
        out
    };
    let plain = PAGE.as_bytes();
    for (headers, body) in [
        ("", plain.to_vec()),
        ("Content-Encoding: gzip\r\n", gzip(plain)),
        ("Transfer-Encoding: chunked\r\n", chunk(plain)),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunk(&gzip(plain))),
        ("Transfer-Encoding: chunked\r\n", plain.to_vec()),
        ("Content-Encoding: gzip\r\n", plain.to_vec()),
    ] {
        let warc = record("https://akhbar.example/1", &page(headers, &body));
        for bytes in [warc.clone(), gzip(&warc)] {
            assert!(is_archive(&bytes));
            let (good, bad) = read(&bytes);
            assert_eq!(bad, []);
            assert_eq!(good.len(), 1, "{headers}");
            assert_eq!(good[0].bytes, plain, "{headers}");
            assert_eq!(good[0].url.as_deref(), Some("https://akhbar.example/1"));
        }
    }
}

/// Addresses and kinds of notices of what was read, reasons of what was not.
fn outline(bytes: &[u8]) -> (Vec<(String, Vec<&'static str>)>, Vec<String>) {
    let (good, bad) = read(bytes);
    let good = good
        .into_iter()
        .map(|c| (c.url.unwrap_or_default(), c.notices.iter().map(|n| n.kind).collect()))
        .collect();
    (good, bad.into_iter().map(|d| d.reason).collect())
}

fn numbered(n: u32) -> Vec<u8> {
    record(&format!("https://akhbar.example/{n}"), &page("", PAGE.as_bytes()))
}

#[test]
fn what_follows_damage_is_read() {
    let url = |n: u32| format!("https://akhbar.example/{n}");
    let one = numbered(1);
    let mended = vec!["capture-mended"];
    // Cut in the middle, with further records behind: they are found in what was
    // taken for its body.
    let cut = [&one[..one.len() - 40], b"\r\n", &numbered(2), &numbered(3)].concat();
    let (good, bad) = outline(&cut);
    assert_eq!(
        good,
        [(url(1), mended.clone()), (url(2), vec![]), (url(3), vec![])],
        "{bad:?}"
    );
    // Cut at the end: what there is of the page is read.
    let cut = [numbered(1), numbered(2)].concat();
    let (good, bad) = outline(&cut[..cut.len() - 60]);
    assert_eq!(good, [(url(1), vec![]), (url(2), mended.clone())], "{bad:?}");
    // What is no record is told once.
    let garbage = [numbered(1), b"x\n".repeat(99), numbered(2)].concat();
    let (good, bad) = outline(&garbage);
    assert_eq!((good.len(), bad.len()), (2, 1), "{bad:?}");
    // The members of a compressed archive stand for themselves.
    let mut broken = gzip(&numbered(2));
    let middle = broken.len() / 2;
    broken[middle..middle + 12].fill(0xFF);
    let packed = [gzip(&numbered(1)), broken, gzip(&numbered(3))].concat();
    let (good, bad) = outline(&packed);
    assert_eq!(good.len() + bad.len(), 3, "{good:?} {bad:?}");
    assert_eq!(
        (good.first(), good.last()),
        (Some(&(url(1), vec![])), Some(&(url(3), vec![])))
    );
    let (good, bad) = outline(&packed[..gzip(&numbered(1)).len() + 30]);
    assert_eq!((good.len(), bad.len()), (1, 1), "{bad:?}");
}

#[test]
fn limits_are_named() {
    let body = vec![b'a'; 100_000];
    let bomb = record(
        "https://akhbar.example/1",
        &page("Content-Encoding: gzip\r\n", &gzip(&body)),
    );
    let long = record("https://akhbar.example/1", &page("", &body));
    for mut archive in [bomb, long] {
        archive.extend_from_slice(&numbered(2));
        let limits = Limits { record_bytes: 50_000, ..Limits::default() };
        let good: Vec<_> =
            captures(archive.as_slice(), limits).map(Result::unwrap).collect();
        let [first, second] = good.as_slice() else { panic!("{} read", good.len()) };
        assert!((49_000..=50_000).contains(&first.bytes.len()));
        let notice = &first.notices[0];
        assert_eq!(notice.kind, "limit");
        assert!(notice.text.contains("record_bytes"), "{}", notice.text);
        assert_eq!(second.notices, []);
    }
    let header = b"X: ".repeat(50_000);
    let archive = [b"WARC/1.0\r\n", &header[..], b"\r\n\r\n", &numbered(2)].concat();
    let (good, bad) = read(&archive);
    assert_eq!((good.len(), bad.len()), (1, 1));
    assert!(bad[0].to_string().contains("header_bytes"), "{}", bad[0]);
}

#[test]
fn when_a_page_was_fetched_is_told() {
    let (good, _) = read(&numbered(1));
    assert_eq!(good[0].captured_at.as_deref(), Some("2025-01-02T03:04:05Z"));
    let hints = good[0].hints();
    assert_eq!(hints.captured_at, good[0].captured_at);
    assert_eq!(hints.content_type.as_deref(), Some("text/html; charset=utf-8"));
    for (date, iso) in [
        ("20250102030405", Some("2025-01-02T03:04:05Z")),
        ("202501020304", Some("2025-01-02T03:04Z")),
        ("2025-01-02", Some("2025-01-02")),
        ("yesterday", None),
        ("", None),
    ] {
        assert_eq!(captured_at(date).as_deref(), iso);
    }
}

#[test]
fn what_the_archive_cut_off_is_told() {
    let whole = String::from_utf8(numbered(1)).unwrap();
    let cut = whole.replacen("WARC-Date", "WARC-Truncated: time\r\nWARC-Date", 1);
    let (good, bad) = read(cut.as_bytes());
    assert_eq!(bad, []);
    assert!(good[0].notices[0].text.contains("(time)"), "{:?}", good[0].notices);
}

#[test]
fn arc_records_too() {
    let body = page("", PAGE.as_bytes());
    let mut arc =
        b"filedesc://x.arc 0.0.0.0 20250102030405 text/plain 3\n1 0\n\n".to_vec();
    arc.extend_from_slice(
        format!(
            "http://akhbar.example/a b 127.0.0.1 20250102030405 text/html {}\n",
            body.len()
        )
        .as_bytes(),
    );
    arc.extend_from_slice(&body);
    arc.push(b'\n');
    assert!(is_archive(&arc));
    let (good, bad) = read(&arc);
    assert_eq!(bad, []);
    assert_eq!(good[0].url.as_deref(), Some("http://akhbar.example/a b"));
    assert_eq!(good[0].bytes, PAGE.as_bytes());
}

#[test]
fn frames_of_zstandard_with_a_dictionary_or_without() {
    let pack = |bytes: &[u8]| {
        ruzstd::encoding::compress_to_vec(
            bytes,
            ruzstd::encoding::CompressionLevel::Fastest,
        )
    };
    let url = |n: u32| (format!("https://akhbar.example/{n}"), Vec::new());
    let packed: Vec<u8> = (1..=3).flat_map(|n| pack(&numbered(n))).collect();
    assert!(is_archive(&packed));
    assert_eq!(outline(&packed), ((1..=3).map(url).collect(), Vec::new()));
    // A broken frame is told, and the frames behind it are read.
    let mut broken = pack(&numbered(2));
    let middle = broken.len() / 2;
    broken[middle..].fill(0xFF);
    let damaged = [pack(&numbered(1)), broken, pack(&numbered(3))].concat();
    let (good, bad) = outline(&damaged);
    assert_eq!((good.first(), good.last()), (Some(&url(1)), Some(&url(3))), "{bad:?}");
    assert_eq!(good.len() + bad.len(), 3, "{good:?} {bad:?}");

    let samples: Vec<Vec<u8>> = (0..200).map(numbered).collect();
    let dictionary = ::zstd::dict::from_samples(&samples, 4096).unwrap();
    for stored in [dictionary.clone(), pack(&dictionary)] {
        let mut archive = zstd::DICTIONARY.to_vec();
        archive.extend_from_slice(&u32::try_from(stored.len()).unwrap().to_le_bytes());
        archive.extend_from_slice(&stored);
        let mut packer =
            ::zstd::bulk::Compressor::with_dictionary(3, &dictionary).unwrap();
        for n in 1..=3 {
            archive.extend_from_slice(&packer.compress(&numbered(n)).unwrap());
        }
        assert!(is_archive(&archive));
        assert_eq!(outline(&archive), ((1..=3).map(url).collect(), Vec::new()));
    }
    // A page that is packed so is no archive.
    assert!(!is_archive(&pack(PAGE.as_bytes())));
}
