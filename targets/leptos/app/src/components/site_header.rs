use super::ThemeForm;
use crate::{page_meta::SITE_NAME, visitor::Visitor};
use leptos::prelude::*;

/// The links are plain ones, which Leptos's router takes up all the same, for navigation without a reload.
#[component]
pub fn SiteHeader(visitor: Resource<Result<Visitor, ServerFnError>>) -> impl IntoView {
    view! {
        <header class="site-header">
            <div class="site-bar">
                <a class="site-name" href="/">
                    {SITE_NAME}
                </a>
                <nav class="site-nav" aria-label="Main">
                    <a class="nav-link" href="/posts">
                        "Blog"
                    </a>
                    <a class="nav-link" href="/about">
                        "About"
                    </a>
                </nav>
                <div class="site-tools">
                    <Suspense>
                        {move || Suspend::new(async move {
                            let Visitor { reader, theme } = visitor.await.unwrap_or_default();
                            view! {
                                <ThemeForm theme/>
                                {match reader {
                                    None => view! { <GuestTools/> }.into_any(),
                                    Some(name) => view! { <ReaderTools name/> }.into_any(),
                                }}
                            }
                        })}
                    </Suspense>
                </div>
            </div>
        </header>
    }
}

#[component]
fn GuestTools() -> impl IntoView {
    view! {
        <a class="nav-link" href="/login">
            "Log in"
        </a>
        <a class="button" href="/signup">
            "Sign up"
        </a>
    }
}

#[component]
fn ReaderTools(name: String) -> impl IntoView {
    view! {
        <span class="reader-name">{name}</span>
        <form class="logout-form" method="post" action="/logout">
            <button class="button" type="submit">
                "Log out"
            </button>
        </form>
    }
}
