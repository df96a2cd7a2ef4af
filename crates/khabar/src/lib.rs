//! Reads Arabic news: who said what, through whom it came, how surely.
//!
//! ```
//! let engine = khabar::Engine::new();
//! let page = "\u{642}\u{627}\u{644} \u{627}\u{644}\u{648}\u{632}\u{64a}\u{631}";
//! let read = engine.read(page.as_bytes(), &khabar::Hints::default())?;
//! let json = serde_json::to_string(&khabar::wire::Reading::of(&read, &khabar::wire::Options::default()))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod engine;
pub mod profile;
pub mod rows;
pub mod wire;

pub use khabar_arabic::{Sources, table::LexiconError};
pub use khabar_doc as doc;
pub use khabar_news::kb;
pub use khabar_page::{Hints, Limits, PageError};

pub use crate::engine::{Engine, Read, builtin_sources};
