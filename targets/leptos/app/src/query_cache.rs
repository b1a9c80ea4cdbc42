//! A cache in front of SQLite. The contract allows none: this is for the variant that tries what one would gain.

use crate::{blog::BlogError, posts::PostSummary};
use moka::sync::Cache;
use std::{sync::Arc, time::Duration};

/// Readers by session, and the newest posts, each for as long as it was told. Cheap to clone.
#[derive(Clone)]
pub struct QueryCache {
    readers: Cache<String, Option<String>>,
    newest_posts: Cache<(), Vec<PostSummary>>,
}

impl QueryCache {
    pub fn new(time_to_live: Duration) -> Self {
        let readers = Cache::builder().max_capacity(10_000).time_to_live(time_to_live).build();
        Self { readers, newest_posts: Cache::builder().time_to_live(time_to_live).build() }
    }

    /// An unknown session is remembered too, and one that expires meanwhile still counts.
    pub fn reader_of(
        &self,
        session: &str,
        ask: impl FnOnce() -> Result<Option<String>, BlogError>,
    ) -> Result<Option<String>, BlogError> {
        self.readers
            .entry_by_ref(session)
            .or_try_insert_with(ask)
            .map(|entry| entry.into_value())
            .map_err(told)
    }

    pub fn newest_posts(
        &self,
        ask: impl FnOnce() -> Result<Vec<PostSummary>, BlogError>,
    ) -> Result<Vec<PostSummary>, BlogError> {
        self.newest_posts.try_get_with((), ask).map_err(told)
    }
}

/// All who waited for the same answer share what went wrong with it.
fn told(error: Arc<BlogError>) -> BlogError {
    error.to_string().into()
}
