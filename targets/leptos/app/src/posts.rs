//! What the pages show of posts. Times are UTC seconds.
//!
//! Server functions have endpoints with names of their own: what Leptos would add to them is made from the path of the
//! source, and has to come out alike in the server and in the bundle, which are compiled by different commands.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A post as a card shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PostSummary {
    pub slug: String,
    pub title: String,
    pub excerpt: String,
    pub created_at: i64,
}

/// A post as the list of all posts shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PostLine {
    pub slug: String,
    pub title: String,
    pub created_at: i64,
}

/// A post as its own page shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PostInFull {
    pub title: String,
    pub excerpt: String,
    pub body_html: String,
    pub created_at: i64,
    pub author: String,
}

/// The three newest published posts.
#[server(endpoint = "newest_posts")]
pub async fn newest_posts() -> Result<Vec<PostSummary>, ServerFnError> {
    crate::request::ask(|blog| blog.newest_posts())
}

/// All published posts, the newest first.
#[server(endpoint = "all_posts")]
pub async fn all_posts() -> Result<Vec<PostLine>, ServerFnError> {
    crate::request::ask(|blog| blog.all_posts())
}

/// A published post.
#[server(endpoint = "find_post")]
pub async fn find_post(slug: String) -> Result<Option<PostInFull>, ServerFnError> {
    crate::request::ask(|blog| blog.post(&slug))
}
