import { Link } from '@remix-run/react';
import type { FormEvent } from 'react';
import type { Visitor } from '../../../shared-node/database.js';
import { postTheme } from '../../../shared-node/post-theme.js';
import { siteName, toggles } from '../../../shared-node/words.js';
import { Icon } from './icon';

/**
 * The links are Remix's own, for navigation without a reload. `discover="none"`, because all routes are known from the
 * start and the attribute that would have them discovered says nothing to anybody.
 */
export function SiteHeader({ reader, ...theme }: ThemeProps & Pick<Visitor, 'reader'>) {
  return (
    <header className="site-header">
      <div className="site-bar">
        <Link className="site-name" to="/" discover="none">
          {siteName}
        </Link>
        <nav className="site-nav" aria-label="Main">
          <Link className="nav-link" to="/posts" discover="none">
            Blog
          </Link>
          <Link className="nav-link" to="/about" discover="none">
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

// The forms are plain ones, not Remix's: they post to Express, which answers with a redirect and cookies.

interface ThemeProps {
  theme: Visitor['theme'];
  onTheme: (theme: Visitor['theme']) => void;
}

/** Once the page is hydrated, the form is sent without leaving it. */
function ThemeForm({ theme, onTheme }: ThemeProps) {
  const { value, label, icon, name } = toggles[theme];
  const submit = (event: FormEvent) => {
    postTheme(event.nativeEvent as SubmitEvent);
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
      <Link className="nav-link" to="/login" discover="none">
        Log in
      </Link>
      <Link className="button" to="/signup" discover="none">
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
