//! Pages of one article that come in one run, put together.

use std::collections::VecDeque;

use khabar_page::{Hints, Limits, Place};

use crate::input::Input;

/// Pages that may wait for another page of the article that comes first.
const AHEAD_PAGES: usize = 32;
/// Bytes that may wait so.
const AHEAD_BYTES: usize = 4 << 20;

type Item = anyhow::Result<Input>;

/// What is read as one: a page, or the pages of one article in order.
#[derive(Debug)]
pub(crate) struct Article {
    pages: Vec<Input>,
}

impl Article {
    /// How it is called in the output: as its first page.
    pub(crate) fn name(&self) -> &str {
        self.pages.first().map_or("", |page| &page.name)
    }

    /// The path of its first page as given; `None` for standard input.
    pub(crate) fn path(&self) -> Option<&str> {
        self.pages.first()?.path()
    }

    /// Reads it; `url` is the user's word for that of a single page.
    ///
    /// # Errors
    ///
    /// Where a page cannot be opened, or none is a page of text. The message leaves out
    /// the name of a single page.
    pub(crate) fn read<T>(
        &self,
        limits: &Limits,
        url: Option<&str>,
        read: impl FnOnce(&[(&[u8], &Hints)]) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let mut sheets = Vec::new();
        for page in &self.pages {
            let bytes = match page.bytes(limits) {
                Err(error) if self.pages.len() > 1 => {
                    return Err(error.context(page.name.clone()));
                }
                bytes => bytes?,
            };
            sheets.push((bytes, page.hints(url)));
        }
        let sheets: Vec<(&[u8], &Hints)> =
            sheets.iter().map(|(bytes, hints)| (bytes.as_ref(), hints)).collect();
        read(&sheets)
    }
}

/// Gives `items` in their order, pages of one article as one input where the first of
/// them stands. Pages that come too late (more than [`AHEAD_PAGES`] or [`AHEAD_BYTES`]
/// behind) are given apart, so that memory is bounded for an archive of any length.
pub(crate) fn joined<I: Iterator<Item = Item>>(items: I, limits: Limits) -> Joined<I> {
    Joined { items, limits, waiting: VecDeque::new(), held_bytes: 0 }
}

/// See [`joined`].
pub(crate) struct Joined<I> {
    items: I,
    limits: Limits,
    waiting: VecDeque<Waiting>,
    held_bytes: usize,
}

struct Waiting {
    item: Item,
    place: Option<Place>,
    bytes: usize,
}

impl<I: Iterator<Item = Item>> Iterator for Joined<I> {
    type Item = anyhow::Result<Article>;

    fn next(&mut self) -> Option<anyhow::Result<Article>> {
        if self.waiting.is_empty() && !self.draw() {
            return None;
        }
        let Some(article) = self
            .waiting
            .front()
            .and_then(|w| w.place.as_ref())
            .map(|p| p.article.clone())
        else {
            let item = self.take(0)?.item;
            return Some(item.map(|page| Article { pages: vec![page] }));
        };
        while !self.is_whole(&article)
            && self.waiting.len() < AHEAD_PAGES
            && self.held_bytes < AHEAD_BYTES
            && self.draw()
        {}
        let mut pages: Vec<(Place, Input)> = Vec::new();
        let mut i = 0;
        while let Some(waiting) = self.waiting.get(i) {
            let own = |place: &Place| {
                place.article == article
                    // The same page twice is two captures, not two pages.
                    && pages.iter().all(|(other, _)| other.number != place.number)
            };
            if waiting.item.is_ok() && waiting.place.as_ref().is_some_and(own) {
                if let Some(Waiting { item: Ok(input), place: Some(place), .. }) =
                    self.take(i)
                {
                    pages.push((place, input));
                }
            } else {
                i += 1;
            }
        }
        pages.sort_by_key(|(place, _)| place.number);
        Some(Ok(Article { pages: pages.into_iter().map(|(_, page)| page).collect() }))
    }
}

impl<I: Iterator<Item = Item>> Joined<I> {
    /// Draws one more item; false at the end.
    fn draw(&mut self) -> bool {
        let Some(item) = self.items.next() else { return false };
        let place = match &item {
            Ok(input) => input.place(&self.limits),
            Err(_) => None,
        };
        let bytes = item.as_ref().map_or(0, Input::held_bytes);
        self.held_bytes += bytes;
        self.waiting.push_back(Waiting { item, place, bytes });
        true
    }

    fn take(&mut self, i: usize) -> Option<Waiting> {
        let waiting = self.waiting.remove(i)?;
        self.held_bytes -= waiting.bytes;
        Some(waiting)
    }

    /// True where all pages of `article` wait, from the first to one without a next.
    fn is_whole(&self, article: &str) -> bool {
        let places = || {
            let places = self.waiting.iter().filter_map(|w| w.place.as_ref());
            places.filter(|place| place.article == article)
        };
        let Some(last) = places().find(|place| !place.has_next) else { return false };
        (1..last.number).all(|n| places().any(|place| place.number == n))
    }
}
