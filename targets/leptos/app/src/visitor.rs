//! Who asks.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    Light,
    Dark,
}

impl Theme {
    pub const fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }

    /// As the form and the cookie call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Visitor {
    /// Display name; none for an anonymous visitor.
    pub reader: Option<String>,
    pub theme: Theme,
}

/// The visitor of this request, from its cookies. Without a session cookie the database is not asked.
#[server(endpoint = "current_visitor")]
pub async fn current_visitor() -> Result<Visitor, ServerFnError> {
    let cookies = crate::request::cookies()?;
    let reader = match cookies.session {
        None => None,
        Some(session) => crate::request::ask(|blog| blog.reader_of(&session))?,
    };
    Ok(Visitor { reader, theme: cookies.theme })
}
