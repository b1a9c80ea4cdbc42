use super::Day;
use crate::posts::PostSummary;
use leptos::prelude::*;

#[component]
pub fn PostCard(post: PostSummary) -> impl IntoView {
    view! {
        <article class="card">
            <h3 class="card-title">
                <a class="card-link" href=format!("/posts/{}", post.slug)>
                    {post.title}
                </a>
            </h3>
            <p class="card-excerpt">{post.excerpt}</p>
            <Day seconds=post.created_at/>
        </article>
    }
}
