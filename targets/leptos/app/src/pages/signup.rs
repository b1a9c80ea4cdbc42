use crate::{components::Field, page_meta::PageMeta};
use leptos::prelude::*;

#[component]
pub fn SignupPage() -> impl IntoView {
    view! {
        <PageMeta name="Sign up"/>
        <main class="main main-narrow" id="main">
            <h1 class="page-title">"Sign up"</h1>
            <p class="lead">"Every berth is taken, so this form is closed for now."</p>
            <form class="form" method="post" action="/signup">
                <fieldset class="fieldset" disabled>
                    <Field name="display-name" label="Display name" r#type="text" autocomplete="name"/>
                    <Field name="username" label="Username" r#type="text" autocomplete="username"/>
                    <Field
                        name="password"
                        label="Password"
                        r#type="password"
                        autocomplete="new-password"
                    />
                    <button class="button button-primary" type="submit">
                        "Sign up"
                    </button>
                </fieldset>
            </form>
            <p class="form-note">
                <a class="text-link" href="/login">
                    "Log in"
                </a>
            </p>
        </main>
    }
}
