//! The headline of a page: what its headings and its metadata agree on.

use rustc_hash::FxHashSet;

use super::{
    blocks::{Block, Kind},
    meta::Meta,
};
use crate::phrase::words_key;

/// Blocks before the text among which a heading is the headline's.
const NEAR_BLOCKS: usize = 40;

impl Meta {
    /// The headline: the heading that agrees with the metadata, otherwise a first-level
    /// heading right before the text at block `first`, otherwise the metadata's without
    /// the name of the site. `outside` are first-level headings of the page's head.
    pub(super) fn headline(
        &self,
        blocks: &[Block],
        outside: &[String],
        first: usize,
    ) -> Option<String> {
        let stated = self.title.as_deref().or(self.window.as_deref()).unwrap_or_default();
        let cut = self.without_site(stated);
        let cut_key = words_key(cut);
        let cut_words = words(&cut_key).len();
        let stated_key = words_key(stated);
        let window_key = self.window.as_deref().map(words_key).unwrap_or_default();
        let agrees = |text: &str| {
            let key = words_key(text);
            let own = words(&key);
            own.len() >= 2
                && !self.is_site(&key)
                && own.len() * 2 >= cut_words
                && (stated_key.contains(&key) || window_key.contains(&key))
        };
        let heading =
            |level: u8| blocks.iter().filter(move |b| b.kind == Kind::Heading(level));
        if let Some(block) = heading(1).find(|b| agrees(&b.text)) {
            return Some(block.text.clone());
        }
        if let Some(text) = outside.iter().find(|text| agrees(text)) {
            return Some(text.clone());
        }
        for level in 2..=3 {
            if let Some(block) = heading(level).find(|b| agrees(&b.text)) {
                return Some(block.text.clone());
            }
        }
        // Titles written for search engines differ from the headline that readers see.
        let (from, to) = (first.saturating_sub(NEAR_BLOCKS), first + 4);
        let mut seen = blocks
            .get(from..to.min(blocks.len()))
            .unwrap_or_default()
            .iter()
            .filter(|b| b.kind == Kind::Heading(1))
            .map(|b| b.text.as_str())
            .chain(outside.iter().map(String::as_str));
        if let Some(text) = seen.find(|text| {
            let key = words_key(text);
            let own = words(&key);
            own.len() >= 3
                && !self.is_site(&key)
                && (cut.is_empty() || !own.is_disjoint(&words(&cut_key)))
        }) {
            return Some(text.to_owned());
        }
        let visible = || {
            blocks
                .iter()
                .filter(|b| b.text.len() <= cut.len() * 2 + 16)
                .any(|b| words_key(&b.text) == cut_key)
        };
        if !cut.is_empty() && (self.title.is_some() || visible()) {
            return Some(cut.to_owned());
        }
        // Without a heading, the window's title often names the section only: the first
        // short line of the article is the better headline.
        heading(1)
            .map(|b| b.text.as_str())
            .chain(outside.iter().map(String::as_str))
            .find(|text| !self.is_site(&words_key(text)))
            .map(str::to_owned)
    }

    /// True where `key` (see [`words_key`]) names the site: as stated, or as the host of
    /// its address spells it.
    fn is_site(&self, key: &str) -> bool {
        if key.is_empty() {
            return false;
        }
        let site = self.site.as_deref().map(words_key).unwrap_or_default();
        if !site.is_empty()
            && (site == key || key.contains(&site))
            && key.len() < site.len() * 2
        {
            return true;
        }
        if !site.is_empty() && site.contains(key) && key.len() * 2 >= site.len() {
            return true;
        }
        let joined: String = key.chars().filter(|ch| ch.is_alphanumeric()).collect();
        joined.len() >= 4
            && self.url.as_deref().and_then(host).is_some_and(|host| {
                let host = host.trim_start_matches("www.");
                let plain: String =
                    host.chars().filter(|ch| ch.is_alphanumeric()).collect();
                let label = host.split('.').next().unwrap_or_default().replace('-', "");
                plain == joined || label == joined
            })
    }

    /// `title` without ` - Site` at its end or `Site: ` at its front.
    fn without_site<'t>(&self, title: &'t str) -> &'t str {
        let site = self.site.as_deref().map(words_key).unwrap_or_default();
        let same = |part: &str| {
            let key = words_key(part);
            self.is_site(&key)
                || !key.is_empty()
                    && !site.is_empty()
                    && (site.contains(&key) || key.contains(&site))
        };
        for separator in [
            " | ",
            " - ",
            " \u{2013} ",
            " \u{2014} ",
            " :: ",
            " \u{BB} ",
            " \u{2022} ",
            ": ",
        ] {
            if let Some((before, after)) = title.rsplit_once(separator)
                && same(after)
            {
                return self.without_site(before.trim());
            }
            if let Some((before, after)) = title.split_once(separator)
                && same(before)
            {
                return after.trim();
            }
        }
        // A short last piece behind a bar is a site's name even where none is stated.
        if let Some((before, after)) = title.rsplit_once(" | ")
            && after.split_whitespace().count() <= 4
        {
            return before.trim();
        }
        title
    }
}

/// The host of an address.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', '?', '#', ':']).next()
}

/// The words of a key that carry meaning.
fn words(key: &str) -> FxHashSet<&str> {
    key.split(' ').filter(|word| word.chars().count() >= 3).collect()
}
