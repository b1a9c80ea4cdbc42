use crate::visitor::Theme;
use axum::http::{HeaderMap, header::COOKIE};

/// The cookies that the blog knows, of one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cookies {
    pub session: Option<String>,
    pub theme: Theme,
}

impl Cookies {
    /// Of two cookies with the same name the first counts; values are taken as they are.
    pub fn of(headers: &HeaderMap) -> Self {
        let (mut session, mut theme) = (None, None);
        for header in headers.get_all(COOKIE) {
            let text = String::from_utf8_lossy(header.as_bytes());
            for (name, value) in text.split(';').filter_map(|pair| pair.split_once('=')) {
                let place = match name.trim() {
                    "session" => &mut session,
                    "theme" => &mut theme,
                    _ => continue,
                };
                place.get_or_insert_with(|| value.trim().to_owned());
            }
        }
        let theme = if theme.as_deref() == Some("dark") { Theme::Dark } else { Theme::Light };
        Self { session, theme }
    }
}
