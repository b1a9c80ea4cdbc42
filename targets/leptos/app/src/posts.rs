//! What the pages show of posts. Times are UTC seconds.

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
#[server]
pub async fn newest_posts() -> Result<Vec<PostSummary>, ServerFnError> {
    crate::request::ask(|blog| blog.newest_posts())
}

/// All published posts, the newest first.
#[server]
pub async fn all_posts() -> Result<Vec<PostLine>, ServerFnError> {
    crate::request::ask(|blog| blog.all_posts())
}

/// A published post.
#[server]
pub async fn find_post(slug: String) -> Result<Option<PostInFull>, ServerFnError> {
    crate::request::ask(|blog| blog.post(&slug))
}
