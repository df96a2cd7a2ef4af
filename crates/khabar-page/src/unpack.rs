//! Compressed bytes to plain ones, as far as a limit and the damage in them allow.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// How a gzip stream begins.
pub(crate) const GZIP: &[u8] = b"\x1F\x8B\x08";
/// How a zstandard frame begins.
pub(crate) const ZSTD: &[u8] = b"\x28\xB5\x2F\xFD";
/// The largest window of a zstandard frame that is held: what every decoder must support
/// (RFC 8878, 3.1.1.1.2), and what HTTP allows (RFC 9659).
pub(crate) const ZSTD_WINDOW_BYTES: u64 = 8 << 20;

/// How bytes are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    /// With or without the frame of zlib: HTTP's `deflate` means either.
    Deflate,
    Brotli,
    Zstd,
}

impl Packing {
    /// That of a `Content-Encoding`, in lower case.
    pub(crate) fn of_name(name: &str) -> Option<Packing> {
        Some(match name {
            "gzip" | "x-gzip" => Packing::Gzip,
            "deflate" => Packing::Deflate,
            "br" => Packing::Brotli,
            "zstd" => Packing::Zstd,
            _ => return None,
        })
    }

    /// That of bytes that begin so.
    pub(crate) fn of_head(bytes: &[u8]) -> Option<Packing> {
        if bytes.starts_with(GZIP) {
            Some(Packing::Gzip)
        } else if bytes.starts_with(ZSTD) {
            Some(Packing::Zstd)
        } else {
            None
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Deflate => "deflate",
            Packing::Brotli => "br",
            Packing::Zstd => "zstd",
        }
    }
}

/// What came out of compressed bytes.
#[derive(Debug, Default)]
pub(crate) struct Unpacked {
    /// At most as many as asked for.
    pub(crate) bytes: Vec<u8>,
    /// True where there is more.
    pub(crate) over: bool,
    /// What broke the stream off; the bytes before it are good.
    pub(crate) broken: Option<String>,
}

/// Unpacks at most `most_bytes`.
pub(crate) fn unpack(packed: &[u8], packing: Packing, most_bytes: usize) -> Unpacked {
    match packing {
        Packing::Gzip => drain(MultiGzDecoder::new(packed), most_bytes),
        Packing::Deflate => {
            let framed = drain(ZlibDecoder::new(packed), most_bytes);
            if framed.bytes.is_empty() && framed.broken.is_some() {
                drain(DeflateDecoder::new(packed), most_bytes)
            } else {
                framed
            }
        }
        Packing::Brotli => {
            drain(brotli_decompressor::Decompressor::new(packed, 4096), most_bytes)
        }
        Packing::Zstd => zstd(packed, most_bytes),
    }
}

fn drain(from: impl Read, most_bytes: usize) -> Unpacked {
    let mut bytes = Vec::new();
    let end = from.take(most_bytes as u64 + 1).read_to_end(&mut bytes);
    let over = bytes.len() > most_bytes;
    bytes.truncate(most_bytes);
    Unpacked { bytes, over, broken: end.err().map(|error| error.to_string()) }
}

/// All frames of `packed`, one behind the other.
fn zstd(mut packed: &[u8], most_bytes: usize) -> Unpacked {
    use ruzstd::decoding::{
        StreamingDecoder,
        errors::{FrameDecoderError, ReadFrameHeaderError},
    };
    // A frame that is one segment needs a window of its own length.
    let window = ZSTD_WINDOW_BYTES.max(most_bytes as u64);
    let mut out = Unpacked::default();
    while !packed.is_empty() && !out.over && out.broken.is_none() {
        let mut rest = packed;
        match StreamingDecoder::new_with_max_window_size(&mut rest, window) {
            Ok(decoder) => {
                let frame = drain(decoder, most_bytes - out.bytes.len());
                out.bytes.extend_from_slice(&frame.bytes);
                (out.over, out.broken) = (frame.over, frame.broken);
            }
            Err(FrameDecoderError::ReadFrameHeaderError(
                ReadFrameHeaderError::SkipFrame { length, .. },
            )) => {
                let length = usize::try_from(length).unwrap_or(usize::MAX);
                rest = rest.get(length..).unwrap_or_default();
            }
            Err(error) => out.broken = Some(error.to_string()),
        }
        packed = rest;
    }
    out
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder =
            flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::DeflateEncoder::new(
            Vec::new(),
            flate2::Compression::default(),
        );
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(
            bytes,
            ruzstd::encoding::CompressionLevel::Fastest,
        )
    }

    /// Brotli without compression (RFC 7932, 9.2): one block of up to 64 KiB as it is.
    fn brotli(bytes: &[u8]) -> Vec<u8> {
        let len = u32::try_from(bytes.len()).unwrap() - 1;
        assert!(len < 1 << 16);
        // A window of 16 bits (0), not the last block (0), four nibbles of length (00),
        // the length, uncompressed (1); then an empty last block (11).
        let bits = (len << 4) | 1 << 20;
        let mut out = bits.to_le_bytes()[..3].to_vec();
        out.extend_from_slice(bytes);
        out.push(0b11);
        out
    }

    #[test]
    fn every_packing_is_undone_up_to_the_limit() {
        let text = "<p>قالت الوزارة 😀</p>".repeat(300);
        let text = text.as_bytes();
        for (packing, packed) in [
            (Packing::Gzip, gzip(text)),
            (Packing::Gzip, [gzip(&text[..100]), gzip(&text[100..])].concat()),
            (Packing::Deflate, zlib(text)),
            (Packing::Deflate, deflate(text)),
            (Packing::Brotli, brotli(text)),
            (Packing::Zstd, zstd(text)),
            (Packing::Zstd, [zstd(&text[..100]), zstd(&text[100..])].concat()),
        ] {
            let all = unpack(&packed, packing, text.len());
            assert_eq!(all.bytes, text, "{packing:?}");
            assert!(!all.over && all.broken.is_none(), "{packing:?} {all:?}");
            let part = unpack(&packed, packing, 500);
            assert_eq!(part.bytes, &text[..500], "{packing:?}");
            assert!(part.over, "{packing:?}");
            for end in 0..packed.len() {
                let cut = unpack(&packed[..end], packing, text.len());
                assert!(text.starts_with(&cut.bytes), "{packing:?} {end}");
            }
        }
    }

    #[test]
    fn a_bomb_unpacks_to_the_limit() {
        let zeros = vec![b'a'; 4 << 20];
        let mut packed = gzip(&gzip(&zeros));
        for _ in 0..2 {
            let one = unpack(&packed, Packing::Gzip, 1 << 20);
            assert!(one.bytes.len() <= 1 << 20);
            packed = one.bytes;
        }
        assert!(unpack(&zstd(&zeros), Packing::Zstd, 1000).over);
    }
}
