//! What must hold for any bytes (`fuzz/src/lib.rs`), tried on samples that are damaged the
//! same way every time. `make fuzz` looks for such bytes by itself.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test")]

use std::{fs, path::PathBuf};

#[path = "../../../fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "a library of its own")]
mod checks;

/// A linear congruential generator with Knuth's constants (MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

fn samples() -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|e| e == "html" || e == "txt"));
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A page; the same in an archive, and in a feed.
fn wrapped(page: &[u8]) -> [Vec<u8>; 3] {
    let answer =
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n80\r\n", page].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n\
         Content-Length: {}\r\n\r\n",
        answer.len()
    );
    let warc = [head.as_bytes(), &answer, b"\r\n\r\n"].concat();
    let rss: [&[u8]; 3] =
        [b"<rss><channel><item><title>", page, b"</title></item></channel></rss>"];
    [page.to_vec(), [&warc[..], &warc].concat(), rss.concat()]
}

/// A piece of `whole`, cut, doubled, with bytes changed and put in.
fn damaged(whole: &[u8], dice: &mut Dice) -> Vec<u8> {
    let from = dice.below(2) * dice.below(whole.len() / 2);
    let len = 200 + dice.below(2500);
    let mut bytes: Vec<u8> = whole.iter().skip(from).take(len).copied().collect();
    for _ in 0..dice.below(12) {
        let at = dice.below(bytes.len());
        match dice.below(5) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, b"<>&\"\0\xFF\x1F="[dice.below(8)]),
            2 if at < bytes.len() => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
            3 => {
                let from = dice.below(whole.len());
                let piece: Vec<u8> = whole.iter().skip(from).take(30).copied().collect();
                bytes.splice(at..at, piece);
            }
            _ => {
                let to = (at + dice.below(40)).min(bytes.len());
                bytes.drain(at..to);
            }
        }
    }
    bytes
}

#[test]
fn damaged_samples_are_read() {
    let mut dice = Dice(1);
    for sample in samples() {
        for whole in wrapped(&sample) {
            for (_, target) in checks::TARGETS {
                for _ in 0..2 {
                    target(&damaged(&whole, &mut dice));
                }
            }
        }
    }
}
