use khabar_doc::Span;

/// A text with its spelling evened out, and the way back to the original.
///
/// The way back is sparse: replacements that keep their byte length need no entry, and a
/// run of equal ones (the digits of a number, a shadda and its vowel) is one entry of 16
/// bytes; an unvocalised article costs a handful.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    edits: Vec<Edit>,
}

/// A run of characters whose byte length changed, each in the same way: `count` times
/// `source_unit` bytes became `folded_unit`, which is 0 where they were dropped.
#[derive(Clone, Copy, Debug)]
struct Edit {
    folded: u32,
    source: u32,
    count: u32,
    folded_unit: u8,
    source_unit: u8,
}

impl Edit {
    fn folded_end(self) -> u32 {
        self.folded + self.count * u32::from(self.folded_unit)
    }

    fn source_end(self) -> u32 {
        self.source + self.count * u32::from(self.source_unit)
    }
}

impl Folded {
    /// The folded text, for matching only: never stored, never shown.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where a folded span lies in the original. Vowel signs on the last letter come
    /// along; signs before the first letter do not. Never empty for a non-empty span.
    /// A span that begins or ends inside a ligature takes all of it. Costs the logarithm
    /// of the number of edits.
    pub fn source_span(&self, folded: Span) -> Span {
        let start = folded.start();
        let n = self.edits.partition_point(|e| e.folded <= start);
        let start = match self.edits[..n].last() {
            Some(e) if start < e.folded_end() => {
                let units = (start - e.folded) / u32::from(e.folded_unit.max(1));
                e.source + units * u32::from(e.source_unit)
            }
            Some(e) => e.source_end() + (start - e.folded_end()),
            None => start,
        };
        let end = folded.end();
        let n = self
            .edits
            .partition_point(|e| e.folded < end || e.folded == end && e.folded_unit == 0);
        let end = match self.edits[..n].last() {
            Some(e) if end < e.folded_end() => {
                let units = (end - e.folded).div_ceil(u32::from(e.folded_unit.max(1)));
                e.source + units * u32::from(e.source_unit)
            }
            Some(e) => e.source_end() + (end - e.folded_end()),
            None => end,
        };
        Span::new(start, end.max(start))
    }

    /// Where a span of the original lies in the folded text: empty where all of it was
    /// dropped.
    pub fn folded_span(&self, source: Span) -> Span {
        let at = |at: u32, up: bool| {
            let n = self.edits.partition_point(|e| e.source < at);
            match self.edits[..n].last() {
                Some(e) if at < e.source_end() => {
                    let unit = u32::from(e.source_unit.max(1));
                    let units = if up {
                        (at - e.source).div_ceil(unit)
                    } else {
                        (at - e.source) / unit
                    };
                    e.folded + units * u32::from(e.folded_unit)
                }
                Some(e) => e.folded_end() + (at - e.source_end()),
                None => at,
            }
        };
        let (start, end) = (at(source.start(), false), at(source.end(), true));
        Span::new(start, end.max(start))
    }

    /// Entries of the way back, for measuring.
    #[doc(hidden)]
    pub fn n_edits(&self) -> usize {
        self.edits.len()
    }

    /// Gives up the text of the last folding for its buffer.
    pub(super) fn restart(&mut self) -> Vec<u8> {
        self.edits.clear();
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        bytes.clear();
        bytes
    }

    /// Notes that `source_len` bytes at `source` became `folded_len` at `folded`.
    pub(super) fn edit(
        &mut self,
        source: usize,
        source_len: usize,
        folded: usize,
        folded_len: usize,
    ) {
        // A text is under 4 GiB, and no character becomes more than 33 bytes.
        let [source, folded] = [source, folded].map(|at| Span::of(at, at).start());
        let [source_unit, folded_unit] =
            [source_len, folded_len].map(|len| u8::try_from(len).unwrap_or(u8::MAX));
        if let Some(last) = self.edits.last_mut()
            && (last.source_unit, last.folded_unit) == (source_unit, folded_unit)
            && (last.source_end(), last.folded_end()) == (source, folded)
        {
            last.count += 1;
            return;
        }
        self.edits.push(Edit { folded, source, count: 1, folded_unit, source_unit });
    }

    pub(super) fn finish(&mut self, bytes: Vec<u8>) {
        self.text = String::from_utf8(bytes).expect("folding writes whole characters");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::{FoldClasses, Folder, fold};
    use crate::key::fold_key;

    #[track_caller]
    fn check(source: &str, needle: &str, expect: &str) {
        let folded = fold(source);
        let at = folded.as_str().find(needle).expect("needle in folded text");
        let got = folded.source_span(Span::of(at, at + needle.len()));
        assert_eq!(&source[got.range()], expect);
    }

    #[test]
    fn finds_the_way_back() {
        check("قال أحمد", "احمد", "أحمد");
        check("قالَ الوزيرُ أمس", "الوزير", "الوزيرُ");
        check("الحـــمد لله", "الحمد", "الحـــمد");
        check("وأكد الانسحاب ﻻحقا", "لاحقا", "ﻻحقا");
        check("مُحَمَّد", "محمد", "مُحَمَّد");
        check("😀 عام ٢٠٢٤ م", "2024", "٢٠٢٤");
        check("😀 عام ٢٠٢٤ م", "02", "٠٢");
    }

    #[test]
    fn a_ligature_of_as_many_bytes_as_its_letters_is_not_cut() {
        // The sign of a vowel alone: a space and the vowel.
        let source = "\u{FE72}";
        let folded = Folder::new(FoldClasses::PRESENTATION).fold(source);
        assert_eq!(folded.as_str(), " \u{64C}");
        for (from, to) in [(0, 1), (1, 3), (0, 3)] {
            assert_eq!(folded.source_span(Span::of(from, to)), Span::of(0, 3));
        }
    }

    #[test]
    fn each_class_is_a_switch() {
        for (class, source, folded) in [
            (FoldClasses::MARKS, "أكَّدَ", "أكد"),
            (FoldClasses::TATWEEL, "الـــقاهرة", "القاهرة"),
            (FoldClasses::INVISIBLE, "آب\u{200F}\u{61C}", "آب"),
            (FoldClasses::ALEFS, "أإآٱا ؤئ", "ااااا ؤئ"),
            (FoldClasses::HAMZAS, "مؤتمر رئيس أ ء", "موتمر رييس أ ء"),
            (FoldClasses::ALEF_MAQSURA, "إلى", "إلي"),
            (FoldClasses::TEH_MARBUTA, "وزارة", "وزاره"),
            (FoldClasses::PRESENTATION, "ﻗﺎﻝ ﻻ ﷲ \u{FD3E}", "قال لا الله \u{FD3E}"),
            (FoldClasses::DIGITS, "٢٠٢٤ ۱۲", "2024 12"),
            (FoldClasses::PERSIAN, "کیہھ گ", "كيهه گ"),
            (FoldClasses::CASE, "BBC Élan ß", "bbc élan ß"),
        ] {
            let got = Folder::new(class).fold(source);
            assert_eq!(got.as_str(), folded, "{class:?}");
            let rest = Folder::new(FoldClasses::ALL - class).fold(source);
            assert_ne!(rest.as_str(), folded, "{class:?} is done by another class too");
            assert_eq!(Folder::new(FoldClasses::NONE).fold(source).as_str(), source);
        }
        assert_eq!(
            FoldClasses::EACH.iter().fold(FoldClasses::NONE, |all, &c| all | c),
            FoldClasses::ALL
        );
    }

    #[test]
    fn an_unvocalised_text_needs_no_entries() {
        assert_eq!(fold("وأكد الوزير إجراء الانتخابات").n_edits(), 0);
        assert_eq!(fold("عام ٢٠٢٤").n_edits(), 1);
        assert_eq!(fold("مُحَمَّد").n_edits(), 3);
    }

    proptest::proptest! {
        /// Any folded range maps to a range on character boundaries that folds to it
        /// again, in any set of classes.
        #[test]
        fn folding_has_a_way_back(
            source in "([\u{620}-\u{670}\u{6A9}\u{6BE}\u{6C1}\u{6CC}\u{6D4}\u{6F0}-\u{6F9}]|[ .A-Cß😀\u{200F}\u{130}]|[\u{FEF5}-\u{FEFC}\u{FDF2}\u{FDFA}\u{FD3E}]|\\PC){0,24}",
            bits in 0u16..2048,
        ) {
            let classes = FoldClasses::EACH
                .iter()
                .enumerate()
                .filter(|&(at, _)| bits >> at & 1 == 1)
                .fold(FoldClasses::NONE, |all, (_, &class)| all | class);
            let folder = Folder::new(classes);
            let folded = folder.fold(&source);
            let text = folded.as_str();
            let cuts: Vec<usize> =
                (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
            let mut last = 0;
            for (i, &from) in cuts.iter().enumerate() {
                for &to in &cuts[i + 1..] {
                    let back = folded.source_span(Span::of(from, to));
                    let Some(slice) = source.get(back.range()) else {
                        panic!("{from}..{to} became {back:?}");
                    };
                    proptest::prop_assert!(!slice.is_empty());
                    let again = folder.fold(slice);
                    proptest::prop_assert!(again.as_str().contains(&text[from..to]));
                    proptest::prop_assert!(folded.folded_span(back).contains(Span::of(from, to)));
                    proptest::prop_assert_eq!(
                        &text[folded.folded_span(back).range()],
                        again.as_str()
                    );
                }
                let start = folded.source_span(Span::of(from, text.len())).start();
                proptest::prop_assert!(start >= last);
                last = start;
            }
            // Folding letter by letter is folding the whole.
            let single: String =
                source.chars().map(|ch| folder.fold(&ch.to_string()).as_str().to_owned()).collect();
            proptest::prop_assert_eq!(&single, text);
        }

        #[test]
        fn a_folded_text_is_its_key(source in "\\PC{0,40}") {
            let folded = fold(&source);
            proptest::prop_assert_eq!(folded.as_str(), fold_key(&source));
        }
    }
}
