//! khabar-page
