use leptos::prelude::*;
use leptos_meta::{Meta, Title};

pub const SITE_NAME: &str = "Harbour Notes";

const DESCRIPTION: &str = "Essays on tools, tides and the patience of small machines.";

/// The title and descriptions of a page. The front page alone bears the bare name of the site.
#[component]
pub fn PageMeta(
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] description: Option<String>,
) -> impl IntoView {
    let title = match name {
        None => SITE_NAME.to_owned(),
        Some(name) => format!("{name} · {SITE_NAME}"),
    };
    let description = description.unwrap_or_else(|| DESCRIPTION.to_owned());

    view! {
        <Title text=title_text(&title)/>
        <Meta name="description" content=description.clone()/>
        <Meta property="og:title" content=title/>
        <Meta property="og:description" content=description/>
    }
}

/// On the server `Title` puts its text into the document as it is (leptos_meta 0.8.7), so it is escaped here; in the
/// browser it sets `document.title`, which takes plain text.
fn title_text(title: &str) -> String {
    if cfg!(feature = "ssr") { title.replace('&', "&amp;").replace('<', "&lt;") } else { title.to_owned() }
}
