//! How a page is rendered: with the bundle that brings it to life in the browser, or without.

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use blog_app::{App, SignInFailed, blog::Blog, request::provide_request, shell};
use futures::{StreamExt, stream::once};
use leptos::prelude::*;
use leptos_axum::{
    LeptosRoutes, generate_route_list, handle_response_inner, render_app_async_with_context,
    site_pkg_dir_service, site_pkg_dir_service_route_path,
};
use std::{env, path::Path};

#[derive(Clone)]
pub struct Pages {
    blog: Blog,
    /// Where the bundle is.
    options: LeptosOptions,
    /// Otherwise pages are rendered on the server, and that is all.
    hydrated: bool,
}

impl Pages {
    /// Without hydration where `HYDRATION` is `off`.
    pub fn new(blog: Blog) -> Result<Self, String> {
        let options = LeptosOptions::builder().output_name("blog").site_root("build/site").build();
        let hydrated = env::var("HYDRATION").as_deref() != Ok("off");
        let module = Path::new(&*options.site_root).join(&*options.site_pkg_dir).join("blog.wasm");
        if hydrated && !module.exists() {
            return Err(format!("There is no {}: build it, or set HYDRATION=off.", module.display()));
        }
        Ok(Self { blog, options, hydrated })
    }

    /// The routes of all pages, and those that the bundle needs.
    pub fn routes(&self) -> Router {
        let (pages, elsewhere) = (self.clone(), self.clone());
        let listed = generate_route_list(App);
        let router = if self.hydrated {
            let document = document(Some(self.options.clone()));
            Router::new()
                .leptos_routes_with_context(
                    &self.options,
                    listed,
                    move || provide_request(&pages.blog),
                    document,
                )
                .route_service(
                    &site_pkg_dir_service_route_path(&self.options),
                    site_pkg_dir_service(&self.options),
                )
        } else {
            let render = async move |request: Request| pages.render_only(request, || {}).await;
            Router::new().leptos_routes_with_handler(listed, render)
        };
        router
            .fallback(async move |request: Request| elsewhere.not_found(request).await)
            .with_state(self.options.clone())
    }

    /// The page of `/login`, for whoever posted a wrong password.
    pub async fn sign_in_failed(&self, headers: HeaderMap) -> Response {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = Uri::from_static("/login");
        *request.headers_mut() = headers;
        let context = || provide_context(SignInFailed);
        let mut response = if self.hydrated {
            let document = document(Some(self.options.clone()));
            render_app_async_with_context(self.with_request(context), document)(request).await
        } else {
            self.render_only(request, context).await
        };
        *response.status_mut() = StatusCode::UNAUTHORIZED;
        response
    }

    /// Where no route leads. Leptos's router by itself would take `/posts/` for `/posts`, here and in the browser, so it
    /// is asked for a path that it does not know, and nothing is brought to life.
    async fn not_found(&self, mut request: Request) -> Response {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return (StatusCode::METHOD_NOT_ALLOWED, "There is no such form here.\n").into_response();
        }
        *request.uri_mut() = Uri::from_static("/nowhere");
        self.render_only(request, || {}).await
    }

    /// As Leptos's own async mode does it, but without the data for hydration that follows the document.
    async fn render_only(&self, request: Request, context: impl Context) -> Response {
        handle_response_inner(self.with_request(context), document(None), request, |document, data, _| {
            Box::pin(async move {
                let page = document.to_html_stream_in_order().collect::<String>().await;
                // Read to its end, though nobody wants it: what is left of it holds on to what holds it, and is never freed.
                data().for_each(async |_| {}).await;
                Box::pin(once(async move { page })) as _
            })
        })
        .await
    }

    fn with_request(&self, context: impl Context) -> impl Context {
        let blog = self.blog.clone();
        move || {
            provide_request(&blog);
            context();
        }
    }
}

/// Provides context before something is rendered.
trait Context: Fn() + Clone + Send + Sync + 'static {}

impl<T: Fn() + Clone + Send + Sync + 'static> Context for T {}

fn document(bundle: Option<LeptosOptions>) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    move || shell(bundle.clone()).into_any()
}
