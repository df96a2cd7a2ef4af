//! How much is read of what comes from outside.

use khabar_doc::Notice;

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident = $default:expr,)*) => {
        /// How much is read of one page, feed or archive, whatever it holds.
        ///
        /// What goes beyond a limit is left out, and a [`Notice`] of the kind `limit` names
        /// it; the rest is read. So memory and time are bounded for any bytes. The defaults
        /// leave room for every page that somebody wrote to be read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Limits {
            $($(#[$doc])* pub $name: usize,)*
        }

        impl Default for Limits {
            fn default() -> Limits {
                Limits { $($name: $default,)* }
            }
        }

        impl Limits {
            /// The names of all limits, as notices give them.
            pub const NAMES: &[&str] = &[$(stringify!($name),)*];

            /// Sets the limit called `name`; `false` where there is none of that name.
            pub fn set(&mut self, name: &str, value: usize) -> bool {
                match name {
                    $(stringify!($name) => self.$name = value,)*
                    _ => return false,
                }
                true
            }
        }
    };
}

limits! {
    /// Bytes of a page or feed, and of either once it is unpacked: 64 MiB. The largest pages
    /// of the web's archives are cut at 1 MiB (Common Crawl); long live blogs have ten.
    page_bytes = 64 << 20,
    /// Bytes of text that are read for what they say: 16 MiB, a hundred novels.
    text_bytes = 16 << 20,
    /// Elements of mark-up that stand in each other: 512, as in browsers. Deeper ones are
    /// read as if they stood at that depth, so no text is lost.
    html_depth = 512,
    /// Elements and runs of text on a page: four million, a hundred times what long pages
    /// have. One takes twenty bytes of memory.
    html_nodes = 4_000_000,
    /// Bytes of a record of an archive, packed and unpacked: 8 MiB. The reader of an archive
    /// holds two of them.
    record_bytes = 8 << 20,
    /// Bytes of the header of a record: 64 KiB, eight times what web servers send.
    header_bytes = 64 << 10,
    /// Items of a feed: 10,000. Feeds have some tens; archives of blogs hundreds.
    feed_items = 10_000,
}

/// The notice of a limit that was reached: `what` is longer than allowed.
pub(crate) fn reached(what: &str, name: &'static str, value: usize) -> Notice {
    debug_assert!(Limits::NAMES.contains(&name), "no such limit");
    Notice {
        kind: "limit",
        span: None,
        text: format!(
            "{what} over the limit {name} of {value}; what lies beyond it was left out; raise \
             the limit to read it, or split the input"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_set_by_name() {
        for &name in Limits::NAMES {
            let mut limits = Limits::default();
            assert!(limits.set(name, 7));
            assert_ne!(limits, Limits::default(), "{name}");
        }
        assert!(!Limits::default().set("no_such_limit", 7));
    }
}
