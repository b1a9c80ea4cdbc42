use super::{Drawing, Icon};
use crate::visitor::Theme;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_meta::Html;
use web_sys::{RequestInit, RequestRedirect, UrlSearchParams};

/// The button that switches to the other theme, and the theme of the page.
///
/// Like all forms here it is a plain one, not Leptos's: it posts to Axum, which answers with a redirect and a cookie. Once
/// the page is hydrated, it does so without leaving the page.
#[component]
pub fn ThemeForm(theme: Theme) -> impl IntoView {
    let theme = RwSignal::new(theme);
    let other = move || theme.get().other();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        post_theme(theme.get_untracked().other());
        theme.update(|theme| *theme = theme.other());
    };

    view! {
        <Html {..} class:dark=move || theme.get() == Theme::Dark/>
        <form class="theme-form" method="post" action="/theme" on:submit=submit>
            <button
                class="theme-button"
                type="submit"
                name="theme"
                value=move || other().name()
                aria-label=move || format!("Switch to {} theme", other().name())
            >
                {move || view! { <Icon drawing=drawing_of(other())/> }}
                <span class="theme-name">{move || label_of(other())}</span>
            </button>
        </form>
    }
}

const fn drawing_of(theme: Theme) -> Drawing {
    match theme {
        Theme::Light => Drawing::Sun,
        Theme::Dark => Drawing::Moon,
    }
}

const fn label_of(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}

/// Sends what the form would send. The answer sets the cookie; the page that it leads to is not needed.
fn post_theme(theme: Theme) {
    let Ok(fields) = UrlSearchParams::new() else { return };
    fields.append("theme", theme.name());
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body_opt_url_search_params(Some(&fields));
    request.set_redirect(RequestRedirect::Manual);
    // Nothing waits for the answer.
    let _ = window().fetch_with_str_and_init("/theme", &request);
}
