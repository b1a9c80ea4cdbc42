use crate::page_meta::PageMeta;
use leptos::prelude::*;

/// Where nothing is; the answer's status is then 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! {
        <Apology
            name="Not found"
            heading="Nothing is moored here"
            reason="The page you asked for has sailed, or never came in."
        />
    }
}

#[component]
pub fn ErrorPage() -> impl IntoView {
    view! {
        <Apology
            name="Error"
            heading="Something broke loose"
            reason="This page could not be made. Please try again."
        />
    }
}

#[component]
fn Apology(name: &'static str, heading: &'static str, reason: &'static str) -> impl IntoView {
    view! {
        <PageMeta name=name/>
        <main class="main main-narrow" id="main">
            <h1 class="page-title">{heading}</h1>
            <p class="lead">{reason}</p>
            <p class="more">
                <a class="text-link" href="/">
                    "Back to the harbour"
                </a>
            </p>
        </main>
    }
}
