use crate::{
    components::{SiteFooter, SiteHeader},
    pages::{AboutPage, HomePage, LoginPage, NotFoundPage, PostPage, PostsPage, SignupPage},
    visitor::current_visitor,
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

/// Everything inside of `body`.
///
/// All pages are rendered in async mode: the answer begins when all data is there, so no fallback is ever sent.
///
/// A resource whose data is there at once, as all of SQLite's is, is read where it is created. The visitor's stands
/// before every page's, so the session is read before the posts are.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let visitor = Resource::new(|| (), |()| current_visitor());

    view! {
        <a class="skip-link" href="#main">
            "Skip to content"
        </a>
        <Router>
            <SiteHeader visitor/>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                <Route path=path!("/posts") view=PostsPage ssr=SsrMode::Async/>
                <Route path=path!("/posts/:slug") view=PostPage ssr=SsrMode::Async/>
                <Route path=path!("/login") view=LoginPage ssr=SsrMode::Async/>
                <Route path=path!("/signup") view=SignupPage ssr=SsrMode::Async/>
                <Route path=path!("/about") view=AboutPage ssr=SsrMode::Async/>
            </FlatRoutes>
            <SiteFooter/>
        </Router>
    }
}
