-- The blog's database. Times are whole seconds of UTC.

CREATE TABLE users (
  id            INTEGER PRIMARY KEY,
  username      TEXT    NOT NULL UNIQUE,
  display_name  TEXT    NOT NULL,
  password_hash TEXT    NOT NULL,
  created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE posts (
  id         INTEGER PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES users (id),
  slug       TEXT    NOT NULL UNIQUE,
  title      TEXT    NOT NULL,
  excerpt    TEXT    NOT NULL,
  body_html  TEXT    NOT NULL,
  published  INTEGER NOT NULL CHECK (published IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX posts_by_time ON posts (published, created_at);

CREATE TABLE sessions (
  id         TEXT    PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES users (id),
  expires_at INTEGER NOT NULL
) STRICT;
