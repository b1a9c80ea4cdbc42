//! What a request brings along, as context for pages and server functions.

use crate::{blog::Blog, cookies::Cookies};
use axum::http::{HeaderValue, StatusCode, header::CACHE_CONTROL, request::Parts};
use leptos::{nonce::Nonce, prelude::*, reactive::owner::take_context};
use leptos_axum::ResponseOptions;
use std::fmt::Display;

/// Called for each request before anything is rendered.
pub fn provide_request(blog: &Blog) {
    let cookies = with_context(|parts: &Parts| Cookies::of(&parts.headers)).unwrap_or_default();
    provide_context(cookies);
    provide_context(blog.clone());
    // leptos_axum makes one for each page, for a Content-Security-Policy, and none is sent here. Without it the same
    // visitor gets the same bytes, which is how answers under load are told right from wrong.
    take_context::<Nonce>();
    // Every page depends on cookies, so none may be stored.
    expect_context::<ResponseOptions>().insert_header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

/// The cookies of this request.
pub fn cookies() -> Result<Cookies, ServerFnError> {
    use_context().ok_or_else(|| ServerFnError::new("There is no request."))
}

/// Asks the blog. What goes wrong is printed, not shown, and makes the answer's status 500.
pub fn ask<T, E: Display>(question: impl FnOnce(&Blog) -> Result<T, E>) -> Result<T, ServerFnError> {
    let answer = with_context(question).ok_or_else(|| ServerFnError::new("There is no request."))?;
    answer.map_err(|error| {
        eprintln!("{error}");
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(StatusCode::INTERNAL_SERVER_ERROR);
        }
        ServerFnError::new("The blog could not be read.")
    })
}
