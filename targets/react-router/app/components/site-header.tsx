import type { SubmitEvent } from 'react';
import { Link } from 'react-router';
import type { Visitor } from '../../../shared-node/database.js';
import { postTheme } from '../../../shared-node/post-theme.js';
import { siteName, toggles } from '../../../shared-node/words.js';
import { Icon } from './icon';

/** The links are React Router's own, for navigation without a reload. */
export function SiteHeader({ reader, ...theme }: ThemeProps & Pick<Visitor, 'reader'>) {
  return (
    <header className="site-header">
      <div className="site-bar">
        <Link className="site-name" to="/">
          {siteName}
        </Link>
        <nav className="site-nav" aria-label="Main">
          <Link className="nav-link" to="/posts">
            Blog
          </Link>
          <Link className="nav-link" to="/about">
            About
          </Link>
        </nav>
        <div className="site-tools">
          <ThemeForm {...theme} />
          {reader === null ? <GuestTools /> : <ReaderTools reader={reader} />}
        </div>
      </div>
    </header>
  );
}

// The forms are plain ones, not React Router's: they post to Express, which answers with a redirect and cookies.

interface ThemeProps {
  theme: Visitor['theme'];
  onTheme: (theme: Visitor['theme']) => void;
}

/** Once the page is hydrated, the form is sent without leaving it. */
function ThemeForm({ theme, onTheme }: ThemeProps) {
  const { value, label, icon, name } = toggles[theme];
  const submit = (event: SubmitEvent) => {
    postTheme(event.nativeEvent);
    onTheme(value);
  };
  return (
    <form className="theme-form" method="post" action="/theme" onSubmit={submit}>
      <button className="theme-button" type="submit" name="theme" value={value} aria-label={label}>
        <Icon name={icon} />
        <span className="theme-name">{name}</span>
      </button>
    </form>
  );
}

function GuestTools() {
  return (
    <>
      <Link className="nav-link" to="/login">
        Log in
      </Link>
      <Link className="button" to="/signup">
        Sign up
      </Link>
    </>
  );
}

function ReaderTools({ reader }: { reader: string }) {
  return (
    <>
      <span className="reader-name">{reader}</span>
      <form className="logout-form" method="post" action="/logout">
        <button className="button" type="submit">
          Log out
        </button>
      </form>
    </>
  );
}
