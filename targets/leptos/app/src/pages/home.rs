use super::ErrorPage;
use crate::{
    components::PostCard,
    page_meta::PageMeta,
    posts::{PostSummary, newest_posts},
};
use leptos::prelude::*;

#[component]
pub fn HomePage() -> impl IntoView {
    let posts = Resource::new(|| (), |()| newest_posts());

    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match posts.await {
                    Ok(posts) => view! { <Home posts/> }.into_any(),
                    Err(_) => view! { <ErrorPage/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Home(posts: Vec<PostSummary>) -> impl IntoView {
    view! {
        <PageMeta/>
        <main class="main" id="main">
            <section class="intro">
                <h1 class="intro-title">"Notes from a small harbour"</h1>
                <p class="intro-text">
                    "Essays on tools, tides and the patience of small machines, written slowly and read by whoever comes ashore."
                </p>
            </section>
            <section class="recent" aria-labelledby="recent-posts">
                <h2 class="section-title" id="recent-posts">
                    "Recent posts"
                </h2>
                <div class="cards">
                    {posts.into_iter().map(|post| view! { <PostCard post/> }).collect_view()}
                </div>
                <p class="more">
                    <a class="text-link" href="/posts">
                        "All posts"
                    </a>
                </p>
            </section>
        </main>
    }
}
