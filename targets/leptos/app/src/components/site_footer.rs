use super::{Drawing, Icon};
use leptos::prelude::*;

const ELSEWHERE: [(&str, &str, Drawing); 4] = [
    ("mailto:keeper@harbour-notes.example", "Mail", Drawing::Letter),
    ("https://talk.harbour-notes.example/", "Conversations", Drawing::Talk),
    ("https://photos.harbour-notes.example/", "Photographs", Drawing::Camera),
    ("https://code.harbour-notes.example/", "Source code", Drawing::Code),
];

#[component]
pub fn SiteFooter() -> impl IntoView {
    view! {
        <footer class="site-footer">
            <nav class="icon-links" aria-label="Elsewhere">
                {ELSEWHERE
                    .map(|(href, label, drawing)| {
                        view! {
                            <a class="icon-link" href=href aria-label=label>
                                <Icon drawing/>
                            </a>
                        }
                    })
                    .collect_view()}
            </nav>
            <p class="copyright">"© 2026 Harbour Notes"</p>
        </footer>
    }
}
