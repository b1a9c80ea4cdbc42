//! The blog's pages, the same code for the server and for the browser.

mod app;
mod components;
mod page_meta;
mod pages;
mod posts;
mod visitor;

#[cfg(feature = "ssr")]
pub mod blog;
#[cfg(feature = "ssr")]
pub mod cookies;
#[cfg(feature = "ssr")]
pub mod query_cache;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
mod shell;

pub use app::App;
#[cfg(feature = "ssr")]
pub use pages::SignInFailed;
#[cfg(feature = "ssr")]
pub use shell::shell;
