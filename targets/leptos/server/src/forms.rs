//! The forms work without script. They are answered here, not by Leptos's actions, as in every target.

use crate::{pages::Pages, password::is_password};
use axum::{
    extract::{Form, State, rejection::FormRejection},
    http::{
        HeaderMap, StatusCode,
        header::{LOCATION, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use blog_app::blog::{Blog, BlogError};
use serde::Deserialize;
use tokio::task::spawn_blocking;

const ATTRIBUTES: &str = "Path=/; HttpOnly; SameSite=Lax";

/// What a form sent; one that cannot be read is as good as an empty one.
type Sent<T> = Result<Form<T>, FormRejection>;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ThemeForm {
    theme: String,
}

pub async fn choose_theme(form: Sent<ThemeForm>) -> Response {
    match fields(form).theme.as_str() {
        theme @ ("dark" | "light") => home_with(format!("theme={theme}; {ATTRIBUTES}")),
        _ => (StatusCode::BAD_REQUEST, "The theme is either dark or light.\n").into_response(),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LoginForm {
    username: String,
    password: String,
}

pub async fn log_in(
    State((blog, pages)): State<(Blog, Pages)>,
    headers: HeaderMap,
    form: Sent<LoginForm>,
) -> Response {
    match sign_in(&blog, fields(form)).await {
        Ok(Some(session)) => home_with(format!("session={session}; {ATTRIBUTES}")),
        Ok(None) => pages.sign_in_failed(headers).await,
        Err(error) => {
            eprintln!("{error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

pub async fn log_out() -> Response {
    home_with(format!("session=; {ATTRIBUTES}; Max-Age=0"))
}

/// The id of the user's session; none where username and password do not belong together.
async fn sign_in(blog: &Blog, form: LoginForm) -> Result<Option<String>, BlogError> {
    let Some(account) = blog.account(&form.username)? else { return Ok(None) };
    // A worker thread that hashes would keep all that wait for it.
    if !spawn_blocking(move || is_password(&form.password, &account.password_hash)).await? {
        return Ok(None);
    }
    blog.session_of(account.id)
}

fn fields<T: Default>(form: Sent<T>) -> T {
    form.map(|Form(fields)| fields).unwrap_or_default()
}

fn home_with(cookie: String) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, "/".to_owned()), (SET_COOKIE, cookie)]).into_response()
}
