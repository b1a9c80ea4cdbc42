use super::{ErrorPage, NotFoundPage};
use crate::{
    components::Day,
    page_meta::PageMeta,
    posts::{PostInFull, find_post},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn PostPage() -> impl IntoView {
    let params = use_params_map();
    let post = Resource::new(move || params.read().get("slug").unwrap_or_default(), find_post);

    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match post.await {
                    Ok(Some(post)) => view! { <Post post/> }.into_any(),
                    Ok(None) => view! { <NotFoundPage/> }.into_any(),
                    Err(_) => view! { <ErrorPage/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Post(post: PostInFull) -> impl IntoView {
    view! {
        <PageMeta name=post.title.clone() description=post.excerpt.clone()/>
        <main class="main main-narrow" id="main">
            <article class="post">
                <header class="post-header">
                    <h1 class="page-title">{post.title}</h1>
                    <p class="post-meta">
                        <span class="post-author">{post.author}</span>
                        <Day seconds=post.created_at/>
                    </p>
                    <p class="post-excerpt">{post.excerpt}</p>
                </header>
                <div class="prose" inner_html=post.body_html></div>
            </article>
            <p class="more">
                <a class="text-link" href="/posts">
                    "All posts"
                </a>
            </p>
        </main>
    }
}
