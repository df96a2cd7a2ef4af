//! How common word forms are, and what a lexicon says of them: a hash table whose bytes are
//! read where they lie.

use std::borrow::Cow;

/// How common a form is, and what it may be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FormFacts {
    /// Zipf frequency above the rarest that is listed; 0 for unknown forms.
    pub zipf: f32,
    /// 1 for a perfect verb, 2 for an imperfect, 4 for a name, 8 for an adjective.
    pub flags: u8,
}

pub(crate) const PERFECT: u8 = 1;
pub(crate) const IMPERFECT: u8 = 2;
pub(crate) const NAME: u8 = 4;
pub(crate) const ADJECTIVE: u8 = 8;

/// Subtracted from a Zipf frequency, so that an unknown form's 0 is not far below the
/// rarest known one.
const ZIPF_FLOOR: f32 = 1.5;

/// Bits of a slot that hold the value of its form; the others tell the form from those
/// that share the slot.
const VALUE_BITS: u32 = 11;

/// Folded forms with their values.
///
/// The bytes are 2ⁿ slots of four, little-endian: above the eleven bits of the value (Zipf
/// tenths × 16 and flags) 21 bits of the form's hash; a slot of zeros is empty, and ends the
/// search from the slot that the hash names on. Two forms of the table are never taken for
/// one another; a form that it lacks is taken for one of it about once in a million times.
#[derive(Clone, Debug)]
pub struct Forms {
    bytes: Cow<'static, [u8]>,
    slots: usize,
}

/// The beginning of a form: where a search goes on with more letters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prefix(u64);

impl Prefix {
    pub(super) const EMPTY: Prefix = Prefix(0x5bd1_e995_c3a5_c85c);

    /// This beginning with more behind it. Letters of Arabic have two bytes each; others are
    /// in no table.
    #[inline]
    pub(super) fn and(self, more: &str) -> Prefix {
        let (pairs, odd) = more.as_bytes().as_chunks::<2>();
        let step = |hash: u64, value: u64| {
            (hash ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23)
        };
        let hash = pairs
            .iter()
            .fold(self.0, |hash, pair| step(hash, u64::from(u16::from_le_bytes(*pair))));
        Prefix(odd.iter().fold(hash, |hash, &byte| step(hash, u64::from(byte) << 16)))
    }

    /// The slot where the search for the form begins, of `slots` (a power of two), and its
    /// mark, above the bits of the value.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the parts of the hash are wanted"
    )]
    fn slot(self, slots: usize) -> (usize, u32) {
        let hash = (self.0 ^ self.0 >> 32).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        ((hash >> 40) as usize & (slots - 1), (hash as u32) & !((1 << VALUE_BITS) - 1))
    }
}

impl Forms {
    /// The table in `bytes`, if they are one.
    pub fn new(bytes: impl Into<Cow<'static, [u8]>>) -> Option<Forms> {
        let bytes = bytes.into();
        let (slots, rest) = bytes.as_chunks::<4>();
        let count = slots.len();
        // An empty slot ends each search.
        (rest.is_empty() && count.is_power_of_two() && slots.contains(&[0; 4]))
            .then_some(Forms { bytes, slots: count })
    }

    /// The bytes of the table of `forms`, which differ, with their values (1 to 2047).
    ///
    /// # Errors
    ///
    /// Names a form whose value is out of range, or that cannot be told from another.
    pub fn pack<'a>(
        forms: impl ExactSizeIterator<Item = (&'a str, u64)>,
    ) -> Result<Vec<u8>, String> {
        let count = (forms.len() * 3 / 2).next_power_of_two().max(2);
        let mut slots = vec![0u32; count];
        for (form, value) in forms {
            let value = u32::try_from(value)
                .ok()
                .filter(|value| (1..1 << VALUE_BITS).contains(value))
                .ok_or_else(|| format!("{form}: a value of {value}"))?;
            let (mut at, mark) = Prefix::EMPTY.and(form).slot(count);
            while slots[at] != 0 {
                if slots[at] >> VALUE_BITS == mark >> VALUE_BITS {
                    return Err(format!("{form} looks like another form"));
                }
                at = (at + 1) & (count - 1);
            }
            slots[at] = mark | value;
        }
        Ok(slots.into_iter().flat_map(u32::to_le_bytes).collect())
    }

    /// The value of a form; 0 where it is not known.
    pub fn value(&self, form: &str) -> u32 {
        self.value_at(Prefix::EMPTY.and(form))
    }

    #[inline]
    fn value_at(&self, form: Prefix) -> u32 {
        let (slots, _) = self.bytes.as_chunks::<4>();
        let (mut at, mark) = form.slot(self.slots);
        loop {
            let slot = u32::from_le_bytes(slots[at]);
            if slot == 0 {
                return 0;
            }
            if slot >> VALUE_BITS == mark >> VALUE_BITS {
                return slot & ((1 << VALUE_BITS) - 1);
            }
            at = (at + 1) & (self.slots - 1);
        }
    }

    /// What is known of a form.
    #[inline]
    pub(super) fn facts(&self, form: Prefix) -> FormFacts {
        let value = self.value_at(form);
        if value == 0 {
            return FormFacts::default();
        }
        #[expect(clippy::cast_precision_loss, reason = "tenths up to 127")]
        let tenths = (value >> 4) as f32;
        FormFacts {
            zipf: (tenths / 10.0 - ZIPF_FLOOR).max(0.0),
            flags: (value & 15) as u8,
        }
    }

    /// Slots of the table.
    pub(super) fn slots(&self) -> usize {
        self.slots
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_in_use_holds_what_the_list_of_forms_holds() {
        use fst::Streamer;
        let list =
            fst::Map::new(&include_bytes!("../../../../models/wordfreq/forms.fst")[..])
                .unwrap();
        let table = Forms::new(super::super::FORMS).unwrap();
        let mut stream = list.stream();
        while let Some((form, value)) = stream.next() {
            let form = std::str::from_utf8(form).unwrap();
            assert_eq!(u64::from(table.value(form)), value, "{form}");
        }
        let filled = table.bytes.as_chunks::<4>().0.iter().filter(|&s| *s != [0; 4]);
        assert_eq!(filled.count(), list.len());
    }

    #[test]
    fn a_form_is_found_in_pieces_and_no_other_is() {
        let bytes = Forms::pack([("بيت", 800u64), ("بيتها", 401)].into_iter()).unwrap();
        let forms = Forms::new(bytes).unwrap();
        assert_eq!(forms.value("بيت"), 800);
        let base = Prefix::EMPTY.and("بي").and("ت");
        assert_eq!(forms.facts(base), FormFacts { zipf: 3.5, flags: 0 });
        assert_eq!(forms.facts(base.and("ها")).flags, 1);
        for other in ["", "بي", "بيته", "x", "بيتx"] {
            assert_eq!(forms.value(other), 0, "{other}");
        }
    }

    #[test]
    fn bytes_that_are_no_table_are_refused() {
        assert!(Forms::new(vec![0u8; 6]).is_none());
        assert!(Forms::new(vec![0u8; 12]).is_none());
        assert!(Forms::new(vec![1u8; 8]).is_none());
        assert!(Forms::pack([("بيت", 0u64)].into_iter()).is_err());
        assert!(Forms::pack([("بيت", 1u64), ("بيت", 2)].into_iter()).is_err());
    }
}
