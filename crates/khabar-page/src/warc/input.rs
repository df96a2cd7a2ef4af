//! The bytes of an archive, unpacked where it is compressed.

use std::io::{BufRead, BufReader, Cursor, Read};

use flate2::bufread::GzDecoder;
use memchr::memmem;

use super::zstd::{DICTIONARY, Frames};
use crate::unpack::{GZIP, ZSTD};

pub(super) const BUFFER_BYTES: usize = 64 << 10;

/// The bytes of an archive, unpacked; what was read too far can be given back.
#[derive(Debug)]
pub(super) struct Input<R: Read> {
    pub(super) given_back: Cursor<Vec<u8>>,
    pub(super) rest: BufReader<Unpacked<R>>,
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        match self.given_back.read(out)? {
            0 => self.rest.read(out),
            read => Ok(read),
        }
    }
}

impl<R: Read> BufRead for Input<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.given_back.fill_buf()?.is_empty() {
            self.rest.fill_buf()
        } else {
            self.given_back.fill_buf()
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.given_back.fill_buf().is_ok_and(|left| !left.is_empty()) {
            self.given_back.consume(amount);
        } else {
            self.rest.consume(amount);
        }
    }
}

/// An archive's bytes, unpacked where it is compressed, member by member. A broken member
/// is an error once; then the next is looked for.
#[derive(Debug)]
pub(super) enum Unpacked<R: Read> {
    /// Nothing has been read.
    New(Option<R>),
    Plain(BufReader<R>),
    Packed(Option<GzDecoder<BufReader<R>>>),
    Frames(Box<Frames<R>>),
    Lost(BufReader<R>),
    End,
}

impl<R: Read> Unpacked<R> {
    pub(super) fn of(input: R) -> Unpacked<R> {
        Unpacked::New(Some(input))
    }

    /// Goes on at the next member, looked for where `lost`.
    fn member(mut input: BufReader<R>, lost: bool) -> std::io::Result<Unpacked<R>> {
        loop {
            let buffer = input.fill_buf()?;
            let Some(&byte) = buffer.first() else { return Ok(Unpacked::End) };
            if lost {
                if let Some(at) = memmem::find(buffer, GZIP) {
                    input.consume(at);
                    return Ok(Unpacked::Packed(Some(GzDecoder::new(input))));
                }
                // A mark that lies across two buffers is missed, and its record with it.
                let all = buffer.len();
                input.consume(all);
                continue;
            }
            if byte == 0 || byte.is_ascii_whitespace() {
                input.consume(1);
                continue;
            }
            return Ok(Unpacked::Packed(Some(GzDecoder::new(input))));
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        loop {
            match self {
                Unpacked::New(input) => {
                    let Some(input) = input.take() else { return Ok(0) };
                    let mut input = BufReader::with_capacity(BUFFER_BYTES, input);
                    let head = input.fill_buf()?;
                    let framed = head.starts_with(ZSTD) || head.starts_with(DICTIONARY);
                    *self = if head.starts_with(GZIP) {
                        Unpacked::Packed(Some(GzDecoder::new(input)))
                    } else if framed {
                        Unpacked::Frames(Box::new(Frames::of(input)))
                    } else {
                        Unpacked::Plain(input)
                    };
                }
                Unpacked::Plain(input) => return input.read(out),
                Unpacked::Frames(frames) => return frames.read(out),
                Unpacked::Packed(decoder) => {
                    let Some(inner) = decoder.as_mut() else { return Ok(0) };
                    match inner.read(out) {
                        Ok(0) if !out.is_empty() => {
                            if let Some(done) = decoder.take() {
                                *self = Unpacked::member(done.into_inner(), false)?;
                            }
                        }
                        Ok(read) => return Ok(read),
                        Err(error) => {
                            if let Some(broken) = decoder.take() {
                                *self = Unpacked::Lost(broken.into_inner());
                            }
                            return Err(std::io::Error::new(
                                std::io::ErrorKind::InvalidData,
                                format!("its compression is broken: {error}"),
                            ));
                        }
                    }
                }
                Unpacked::Lost(_) => {
                    if let Unpacked::Lost(input) = std::mem::replace(self, Unpacked::End)
                    {
                        *self = Unpacked::member(input, true)?;
                    }
                }
                Unpacked::End => return Ok(0),
            }
        }
    }
}
