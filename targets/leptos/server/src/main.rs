//! The blog on Leptos, Axum and Tokio.

mod forms;
mod pages;
mod password;

use axum::{
    Router,
    http::{StatusCode, header::CONTENT_TYPE},
    routing::{get, post},
    serve::ListenerExt,
};
use blog_app::{
    blog::{Blog, BlogError},
    query_cache::QueryCache,
};
use pages::Pages;
use std::{env, net::IpAddr, path::PathBuf, time::Duration};
use tokio::{
    net::TcpListener,
    runtime::Handle,
    signal::unix::{SignalKind, signal},
};

/// Every target of this comparison serves the same stylesheet, byte for byte.
const STYLE: &str = include_str!("../../../contract/style.css");

// As many worker threads as CPUs that this process may use, which is Tokio's own default.
#[tokio::main]
async fn main() -> Result<(), BlogError> {
    let path = env::var_os("BLOG_DB").ok_or("BLOG_DB is not set: it names the SQLite file of the blog.")?;
    let host: IpAddr = env::var("HOST").as_deref().unwrap_or("127.0.0.1").parse()?;
    let port: u16 = env::var("PORT").as_deref().unwrap_or("3000").parse()?;
    // A worker thread has one connection at a time, so none ever waits for another's.
    let workers = Handle::current().metrics().num_workers() as u32;
    let mut blog = Blog::open(&PathBuf::from(path), workers, env::var_os("TRACE_QUERIES").is_some())?;
    if let Ok(seconds) = env::var("QUERY_CACHE_SECONDS") {
        blog = blog.cached(QueryCache::new(Duration::from_secs(seconds.parse()?)));
    }
    let pages = Pages::new(blog.clone())?;

    let router = Router::new()
        .route("/healthz", get(async || StatusCode::NO_CONTENT))
        .route("/style.css", get(async || ([(CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)))
        .route("/theme", post(forms::choose_theme))
        .route("/login", post(forms::log_in).with_state((blog, pages.clone())))
        .route("/logout", post(forms::log_out))
        .merge(pages.routes());

    let listener = TcpListener::bind((host, port)).await?;
    println!("Listening on http://{}", listener.local_addr()?);
    // Node's servers send small packets at once, so this one does too.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, router).with_graceful_shutdown(told_to_end()).await?;
    Ok(())
}

async fn told_to_end() {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
