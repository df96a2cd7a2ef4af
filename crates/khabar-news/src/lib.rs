//! khabar-news
