use crate::App;
use leptos::{hydration::HydrationScripts, prelude::*};
use leptos_meta::MetaTags;

/// A boat on two waves.
const ICON: &str = "data:image/svg+xml,%3Csvg%20xmlns=%27http://www.w3.org/2000/svg%27%20viewBox=%270%200%2032%2032%27%3E%3Crect%20width=%2732%27%20height=%2732%27%20rx=%277%27%20fill=%27%230b5d66%27/%3E%3Cpath%20d=%27M16%205v14M16%206l8%2011h-8M6%2021h20M6%2026c3.3-3%206.7-3%2010%200s6.7%203%2010%200%27%20fill=%27none%27%20stroke=%27%23fff%27%20stroke-width=%272.4%27%20stroke-linejoin=%27round%27%20stroke-linecap=%27round%27/%3E%3C/svg%3E";

/// The whole document. It is rendered on the server alone; the browser takes over what is inside of `body`.
///
/// With `options` the browser fetches the bundle that brings the page to life.
pub fn shell(options: Option<LeptosOptions>) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="icon" href=ICON/>
                <link rel="stylesheet" href="/style.css"/>
                {options.map(|options| view! { <HydrationScripts options/> })}
                <MetaTags/>
            </head>
            <body class="page">
                <App/>
            </body>
        </html>
    }
}
