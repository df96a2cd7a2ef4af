//! Archives packed with zstandard (`.warc.zst`): frame by frame, with the dictionary that
//! may stand before them (the IIPC's proposal for WARC with zstandard, 1.0).

use std::{
    fmt,
    io::{BufRead, BufReader, Error, ErrorKind, Read},
};

use memchr::memmem;
use ruzstd::decoding::{
    BlockDecodingStrategy, Dictionary, FrameDecoder,
    errors::{FrameDecoderError, ReadFrameHeaderError},
};

use crate::unpack::{Packing, ZSTD, unpack};

/// How the frame begins that holds the dictionary: a frame that decoders skip, of its own
/// number.
pub(super) const DICTIONARY: &[u8] = b"\x5D\x2A\x4D\x18";
/// Bytes of a dictionary, at most: usual ones have a hundred thousand.
const MOST_DICTIONARY_BYTES: usize = 8 << 20;

/// The bytes of the frames of `input`. A broken frame is an error once; then the next is
/// looked for.
pub(super) struct Frames<R: Read> {
    input: BufReader<R>,
    decoder: FrameDecoder,
    /// True inside a frame.
    open: bool,
    /// True where the beginning of a frame is looked for.
    lost: bool,
}

impl<R: Read> fmt::Debug for Frames<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frames").field("lost", &self.lost).finish_non_exhaustive()
    }
}

impl<R: Read> Frames<R> {
    pub(super) fn of(input: BufReader<R>) -> Frames<R> {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(crate::unpack::ZSTD_WINDOW_BYTES);
        Frames { input, decoder, open: false, lost: false }
    }

    fn broken(&mut self, reason: impl fmt::Display) -> Error {
        self.open = false;
        self.lost = true;
        Error::new(ErrorKind::InvalidData, format!("its compression is broken: {reason}"))
    }

    /// Goes to the next frame that holds data; false at the end.
    fn begin(&mut self) -> std::io::Result<bool> {
        loop {
            if self.lost {
                self.find()?;
            }
            if self.input.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.reset(&mut self.input) {
                Ok(()) => {
                    self.open = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(
                    ReadFrameHeaderError::SkipFrame { magic_number, length },
                )) => self.skipped(magic_number, u64::from(length))?,
                Err(error) => return Err(self.broken(error)),
            }
        }
    }

    /// Reads the dictionary in a frame to be skipped, or skips the frame.
    fn skipped(&mut self, magic: u32, length: u64) -> std::io::Result<()> {
        let frame = self.input.by_ref().take(length);
        if magic.to_le_bytes() != *DICTIONARY {
            std::io::copy(&mut { frame }, &mut std::io::sink())?;
            return Ok(());
        }
        let mut bytes = Vec::new();
        frame.take(MOST_DICTIONARY_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.starts_with(ZSTD) {
            bytes = unpack(&bytes, Packing::Zstd, MOST_DICTIONARY_BYTES).bytes;
        }
        if bytes.len() > MOST_DICTIONARY_BYTES {
            return Err(self.broken("its dictionary is over 8 MiB"));
        }
        let dictionary = Dictionary::decode_dict(&bytes)
            .map_err(|error| self.broken(format!("its dictionary: {error}")))?;
        // One that is given twice is the same.
        let _ = self.decoder.add_dict(dictionary);
        Ok(())
    }

    /// Passes over what comes before the beginning of a frame. One that lies across two
    /// buffers is missed, and its record with it.
    fn find(&mut self) -> std::io::Result<()> {
        loop {
            let buffer = self.input.fill_buf()?;
            let (used, found) = match memmem::find(buffer, ZSTD) {
                Some(at) => (at, true),
                None => (buffer.len(), false),
            };
            let end = buffer.is_empty();
            self.input.consume(used);
            if found || end {
                self.lost = false;
                return Ok(());
            }
        }
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.open && !self.begin()? {
                return Ok(0);
            }
            while self.decoder.can_collect() < out.len() && !self.decoder.is_finished() {
                let wanted = out.len() - self.decoder.can_collect();
                let strategy = BlockDecodingStrategy::UptoBytes(wanted);
                if let Err(error) = self.decoder.decode_blocks(&mut self.input, strategy)
                {
                    return Err(self.broken(error));
                }
            }
            match self.decoder.read(out)? {
                0 => self.open = false,
                read => return Ok(read),
            }
        }
    }
}
