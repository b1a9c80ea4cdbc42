use crate::{components::Field, page_meta::PageMeta};
use leptos::prelude::*;

/// In the context of a page that answers a wrong password.
#[derive(Clone, Copy)]
pub struct SignInFailed;

#[component]
pub fn LoginPage() -> impl IntoView {
    // The browser does not know what was posted, so the server tells it.
    let failed = SharedValue::new(|| use_context::<SignInFailed>().is_some()).into_inner();

    view! {
        <PageMeta name="Log in"/>
        <main class="main main-narrow" id="main">
            <h1 class="page-title">"Log in"</h1>
            {failed
                .then(|| {
                    view! {
                        <p class="form-error" role="alert">
                            "This username and password do not belong together."
                        </p>
                    }
                })}
            <form class="form" method="post" action="/login">
                <Field name="username" label="Username" r#type="text" autocomplete="username"/>
                <Field
                    name="password"
                    label="Password"
                    r#type="password"
                    autocomplete="current-password"
                />
                <button class="button button-primary" type="submit">
                    "Log in"
                </button>
            </form>
            <p class="form-note">
                <a class="text-link" href="/signup">
                    "Sign up"
                </a>
            </p>
        </main>
    }
}
