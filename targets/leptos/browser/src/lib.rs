//! What the browser runs: the same pages, brought to life.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script that Leptos puts into each page, once this module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(blog_app::App);
}
