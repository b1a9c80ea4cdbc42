use super::ErrorPage;
use crate::{
    components::Day,
    page_meta::PageMeta,
    posts::{PostLine, all_posts},
};
use leptos::prelude::*;

#[component]
pub fn PostsPage() -> impl IntoView {
    let posts = Resource::new(|| (), |()| all_posts());

    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match posts.await {
                    Ok(posts) => view! { <Posts posts/> }.into_any(),
                    Err(_) => view! { <ErrorPage/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Posts(posts: Vec<PostLine>) -> impl IntoView {
    view! {
        <PageMeta name="All posts"/>
        <main class="main main-narrow" id="main">
            <h1 class="page-title">"All posts"</h1>
            <ul class="post-list">
                {posts
                    .into_iter()
                    .map(|post| {
                        view! {
                            <li class="post-line">
                                <a class="post-link" href=format!("/posts/{}", post.slug)>
                                    {post.title}
                                </a>
                                <Day seconds=post.created_at/>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </main>
    }
}
