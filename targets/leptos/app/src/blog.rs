//! The blog's database, open for reading.

use crate::{
    posts::{PostInFull, PostLine, PostSummary},
    query_cache::QueryCache,
};
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::{
    Connection, OpenFlags, OptionalExtension, Params, Row,
    trace::{TraceEvent, TraceEventCodes},
    types::ValueRef,
};
use std::{
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

const SESSION: &str = "SELECT user_id FROM sessions WHERE id = ? AND expires_at > ?";

const DISPLAY_NAME: &str = "SELECT display_name FROM users WHERE id = ?";

const NEWEST_POSTS: &str = "SELECT slug, title, excerpt, created_at FROM posts \
     WHERE published = 1 ORDER BY created_at DESC LIMIT 3";

const ALL_POSTS: &str = "SELECT slug, title, created_at FROM posts \
     WHERE published = 1 ORDER BY created_at DESC";

const POST: &str = "SELECT posts.title, posts.excerpt, posts.body_html, posts.created_at, \
     users.display_name AS author FROM posts JOIN users ON users.id = posts.user_id \
     WHERE posts.slug = ? AND posts.published = 1";

const ACCOUNT: &str = "SELECT id, password_hash FROM users WHERE username = ?";

const SESSION_OF_USER: &str = "SELECT id FROM sessions WHERE user_id = ? AND expires_at > ?";

const QUERIES: [&str; 7] = [SESSION, DISPLAY_NAME, NEWEST_POSTS, ALL_POSTS, POST, ACCOUNT, SESSION_OF_USER];

/// What every target's connection has to be set to, so that no target reads from a larger cache than another.
const SETTINGS: [(&str, &str); 4] =
    [("journal_mode", "delete"), ("page_size", "4096"), ("cache_size", "-2000"), ("mmap_size", "0")];

/// What is needed to check a password.
pub struct Account {
    pub id: i64,
    /// A PHC string.
    pub password_hash: String,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Blog {
    connections: r2d2::Pool<SqliteConnectionManager>,
    /// None for what the contract asks for: the database is asked for every page.
    cache: Option<QueryCache>,
}

/// What went wrong with the database.
pub type BlogError = Box<dyn std::error::Error + Send + Sync>;

impl Blog {
    /// Opens the database for as many threads as ask it at the same time.
    ///
    /// On each connection every query is prepared, once. Connections are neither tested nor replaced: that would ask the
    /// database things that the contract does not name, and a file that is only read does not go stale.
    ///
    /// With `traced` each query is printed before it runs, so that a test can see which ones a page asks.
    pub fn open(path: &Path, threads: u32, traced: bool) -> Result<Self, BlogError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connect = move |connection: &mut Connection| prepare(connection, traced);
        let manager = SqliteConnectionManager::file(path).with_flags(flags).with_init(connect);
        // Once by hand, for the pool would try again and again, and tell no reason.
        let mut first = Connection::open_with_flags(path, flags)?;
        prepare(&mut first, false)?;
        check_settings(&first)?;
        drop(first);
        let connections = r2d2::Pool::builder()
            .max_size(threads)
            .test_on_check_out(false)
            .max_lifetime(None)
            .idle_timeout(None)
            .build(manager)?;
        Ok(Self { connections, cache: None })
    }

    /// The same blog with what the front page asks for kept in memory, outside of the contract.
    pub fn cached(self, cache: QueryCache) -> Self {
        Self { cache: Some(cache), ..self }
    }

    /// The display name of a session's user; none where the session is unknown or has expired. Two queries, or one.
    pub fn reader_of(&self, session: &str) -> Result<Option<String>, BlogError> {
        match &self.cache {
            None => self.ask_reader_of(session),
            Some(cache) => cache.reader_of(session, || self.ask_reader_of(session)),
        }
    }

    fn ask_reader_of(&self, session: &str) -> Result<Option<String>, BlogError> {
        let connection = self.connections.get()?;
        let user: Option<i64> = first(&connection, SESSION, (session, now()), |row| row.get(0))?;
        Ok(match user {
            None => None,
            Some(user) => first(&connection, DISPLAY_NAME, [user], |row| row.get(0))?,
        })
    }

    pub fn newest_posts(&self) -> Result<Vec<PostSummary>, BlogError> {
        match &self.cache {
            None => self.ask_newest_posts(),
            Some(cache) => cache.newest_posts(|| self.ask_newest_posts()),
        }
    }

    fn ask_newest_posts(&self) -> Result<Vec<PostSummary>, BlogError> {
        self.all(NEWEST_POSTS, |row| {
            Ok(PostSummary {
                slug: row.get(0)?,
                title: row.get(1)?,
                excerpt: row.get(2)?,
                created_at: row.get(3)?,
            })
        })
    }

    pub fn all_posts(&self) -> Result<Vec<PostLine>, BlogError> {
        self.all(ALL_POSTS, |row| {
            Ok(PostLine { slug: row.get(0)?, title: row.get(1)?, created_at: row.get(2)? })
        })
    }

    pub fn post(&self, slug: &str) -> Result<Option<PostInFull>, BlogError> {
        Ok(first(&*self.connections.get()?, POST, [slug], |row| {
            Ok(PostInFull {
                title: row.get(0)?,
                excerpt: row.get(1)?,
                body_html: row.get(2)?,
                created_at: row.get(3)?,
                author: row.get(4)?,
            })
        })?)
    }

    /// None for a username that nobody has.
    pub fn account(&self, username: &str) -> Result<Option<Account>, BlogError> {
        Ok(first(&*self.connections.get()?, ACCOUNT, [username], |row| {
            Ok(Account { id: row.get(0)?, password_hash: row.get(1)? })
        })?)
    }

    /// The id of a user's session that has not expired.
    pub fn session_of(&self, user: i64) -> Result<Option<String>, BlogError> {
        Ok(first(&*self.connections.get()?, SESSION_OF_USER, (user, now()), |row| row.get(0))?)
    }

    fn all<T>(
        &self,
        query: &str,
        read: impl FnMut(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, BlogError> {
        let connection = self.connections.get()?;
        let mut statement = connection.prepare_cached(query)?;
        let rows = statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }
}

fn first<T>(
    connection: &Connection,
    query: &str,
    values: impl Params,
    read: impl FnOnce(&Row) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    connection.prepare_cached(query)?.query_row(values, read).optional()
}

fn prepare(connection: &mut Connection, traced: bool) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA cache_size = -2000; PRAGMA mmap_size = 0")?;
    connection.set_prepared_statement_cache_capacity(QUERIES.len());
    QUERIES.iter().try_for_each(|query| connection.prepare_cached(query).map(drop))?;
    if traced {
        connection.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(print_query));
    }
    Ok(())
}

fn print_query(event: TraceEvent) {
    if let TraceEvent::Stmt(_, query) = event {
        println!("query {query}");
    }
}

fn check_settings(connection: &Connection) -> Result<(), BlogError> {
    for (name, wanted) in SETTINGS {
        let found = connection.query_row(&format!("PRAGMA {name}"), [], |row| {
            row.get_ref(0).map(|value| match value {
                ValueRef::Integer(number) => number.to_string(),
                other => other.as_str().unwrap_or_default().to_owned(),
            })
        })?;
        if found != wanted {
            return Err(format!("PRAGMA {name} is {found}, but has to be {wanted}.").into());
        }
    }
    Ok(())
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs() as i64)
}
