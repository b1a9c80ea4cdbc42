/**
 * The golden pages: what every route of the blog answers, as pure functions of rows of its database. All that the
 * targets have to agree on is here; targets/contract/README.md says the same to those who implement it.
 */
import { type IconName, icon } from './icons.ts';
import { html, type Markup, trusted } from './markup.ts';
import type { PostInFull, PostLine, PostSummary } from './rows.ts';

export type Theme = 'light' | 'dark';

/** Whom a page is for: what its header depends on. */
export interface Audience {
  /** Display name, or null for an anonymous audience. */
  readonly reader: string | null;
  readonly theme: Theme;
}

const siteName = 'Harbour Notes';
const siteDescription = 'Essays on tools, tides and the patience of small machines.';

/** A boat on two waves. Percent-encoded, so that it is the same attribute however a framework escapes it. */
const iconHref =
  'data:image/svg+xml,%3Csvg%20xmlns=%27http://www.w3.org/2000/svg%27%20viewBox=%270%200%2032%2032%27%3E%3Crect%20width=%2732%27%20height=%2732%27%20rx=%277%27%20fill=%27%230b5d66%27/%3E%3Cpath%20d=%27M16%205v14M16%206l8%2011h-8M6%2021h20M6%2026c3.3-3%206.7-3%2010%200s6.7%203%2010%200%27%20fill=%27none%27%20stroke=%27%23fff%27%20stroke-width=%272.4%27%20stroke-linejoin=%27round%27%20stroke-linecap=%27round%27/%3E%3C/svg%3E';

/** `GET /`: 200. The measured page. */
export function homePage(audience: Audience, posts: readonly PostSummary[]): string {
  const main = html`
    <main class="main" id="main">
      <section class="intro">
        <h1 class="intro-title">Notes from a small harbour</h1>
        <p class="intro-text">Essays on tools, tides and the patience of small machines, written slowly and read by whoever comes ashore.</p>
      </section>
      <section class="recent" aria-labelledby="recent-posts">
        <h2 class="section-title" id="recent-posts">Recent posts</h2>
        <div class="cards">${posts.map(card)}</div>
        <p class="more"><a class="text-link" href="/posts">All posts</a></p>
      </section>
    </main>`;
  return page(audience, { title: siteName, description: siteDescription, main });
}

const card = (post: PostSummary): Markup => html`
  <article class="card">
    <h3 class="card-title"><a class="card-link" href="/posts/${post.slug}">${post.title}</a></h3>
    <p class="card-excerpt">${post.excerpt}</p>
    ${time(post.created_at)}
  </article>`;

/** `GET /posts/:slug`: 200 for a published post. */
export function postPage(audience: Audience, post: PostInFull): string {
  const main = html`
    <main class="main main-narrow" id="main">
      <article class="post">
        <header class="post-header">
          <h1 class="page-title">${post.title}</h1>
          <p class="post-meta"><span class="post-author">${post.author}</span>${time(post.created_at)}</p>
          <p class="post-excerpt">${post.excerpt}</p>
        </header>
        <div class="prose">${trusted(post.body_html)}</div>
      </article>
      <p class="more"><a class="text-link" href="/posts">All posts</a></p>
    </main>`;
  return page(audience, { title: `${post.title} · ${siteName}`, description: post.excerpt, main });
}

/** `GET /posts`: 200, all published posts, the newest first. */
export function postsPage(audience: Audience, posts: readonly PostLine[]): string {
  const main = html`
    <main class="main main-narrow" id="main">
      <h1 class="page-title">All posts</h1>
      <ul class="post-list">${posts.map(postLine)}</ul>
    </main>`;
  return page(audience, { title: `All posts · ${siteName}`, description: siteDescription, main });
}

const postLine = (post: PostLine): Markup => html`
  <li class="post-line"><a class="post-link" href="/posts/${post.slug}">${post.title}</a>${time(post.created_at)}</li>`;

/** `GET /login`: 200; and the answer to a `POST /login` that failed: 401. */
export function loginPage(audience: Audience, failed: boolean): string {
  const error = html`<p class="form-error" role="alert">This username and password do not belong together.</p>`;
  const main = html`
    <main class="main main-narrow" id="main">
      <h1 class="page-title">Log in</h1>
      ${failed ? error : null}
      <form class="form" method="post" action="/login">
        ${field('username', 'Username', 'text', 'username')}
        ${field('password', 'Password', 'password', 'current-password')}
        <button class="button button-primary" type="submit">Log in</button>
      </form>
      <p class="form-note"><a class="text-link" href="/signup">Sign up</a></p>
    </main>`;
  return page(audience, { title: `Log in · ${siteName}`, description: siteDescription, main });
}

/** `GET /signup`: 200, with a form that is disabled. */
export function signupPage(audience: Audience): string {
  const main = html`
    <main class="main main-narrow" id="main">
      <h1 class="page-title">Sign up</h1>
      <p class="lead">Every berth is taken, so this form is closed for now.</p>
      <form class="form" method="post" action="/signup">
        <fieldset class="fieldset" disabled>
          ${field('display-name', 'Display name', 'text', 'name')}
          ${field('username', 'Username', 'text', 'username')}
          ${field('password', 'Password', 'password', 'new-password')}
          <button class="button button-primary" type="submit">Sign up</button>
        </fieldset>
      </form>
      <p class="form-note"><a class="text-link" href="/login">Log in</a></p>
    </main>`;
  return page(audience, { title: `Sign up · ${siteName}`, description: siteDescription, main });
}

const field = (name: string, label: string, type: string, autocomplete: string): Markup => html`
  <div class="field">
    <label class="label" for="${name}">${label}</label>
    <input class="input" id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required>
  </div>`;

/** `GET /about`: 200. */
export function aboutPage(audience: Audience): string {
  const main = html`
    <main class="main main-narrow" id="main">
      <h1 class="page-title">About</h1>
      <div class="prose">
        <p>Harbour Notes is a blog about things that are built to last a little longer than necessary: moorings, kettles, ledgers, and programs that answer before one has finished asking.</p>
        <p>Its authors, its harbour and all of its posts are invented. It exists so that the same pages can be served in many ways, and so that the ways can be compared.</p>
        <blockquote>A boat is judged by how it comes home, not by how it leaves.</blockquote>
        <p>What you read here comes from one small database and asks nothing of you: no script is needed, no font is fetched, and nobody counts your visits.</p>
      </div>
    </main>`;
  return page(audience, { title: `About · ${siteName}`, description: siteDescription, main });
}

/** Every other `GET`, and a post that is not there or not published: 404. */
export function notFoundPage(audience: Audience): string {
  const main = html`
    <main class="main main-narrow" id="main">
      <h1 class="page-title">Nothing is moored here</h1>
      <p class="lead">The page you asked for has sailed, or never came in.</p>
      <p class="more"><a class="text-link" href="/">Back to the harbour</a></p>
    </main>`;
  return page(audience, { title: `Not found · ${siteName}`, description: siteDescription, main });
}

interface Contents {
  readonly title: string;
  readonly description: string;
  readonly main: Markup;
}

function page(audience: Audience, { title, description, main }: Contents): string {
  const root = audience.theme === 'dark' ? html`<html lang="en" class="dark">` : html`<html lang="en">`;
  return html`<!DOCTYPE html>${root}
    <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>${title}</title>
      <meta name="description" content="${description}">
      <meta property="og:title" content="${title}">
      <meta property="og:description" content="${description}">
      <link rel="icon" href="${iconHref}">
      <link rel="stylesheet" href="/style.css">
    </head>
    <body class="page">
      <a class="skip-link" href="#main">Skip to content</a>
      ${header(audience)}
      ${main}
      ${footer}
    </body>
    </html>`.html;
}

function header(audience: Audience): Markup {
  return html`
    <header class="site-header">
      <div class="site-bar">
        <a class="site-name" href="/">${siteName}</a>
        <nav class="site-nav" aria-label="Main">
          <a class="nav-link" href="/posts">Blog</a>
          <a class="nav-link" href="/about">About</a>
        </nav>
        <div class="site-tools">
          ${themeForm(audience.theme)}
          ${audience.reader === null ? guestTools : readerTools(audience.reader)}
        </div>
      </div>
    </header>`;
}

/** A button for the theme that is not on. Its name is visible, so the text of a page tells its theme. */
function themeForm(theme: Theme): Markup {
  const other = theme === 'dark' ? 'light' : 'dark';
  return html`
    <form class="theme-form" method="post" action="/theme">
      <button class="theme-button" type="submit" name="theme" value="${other}" aria-label="${`Switch to ${other} theme`}">
        ${icon(other === 'dark' ? 'moon' : 'sun')}<span class="theme-name">${other === 'dark' ? 'Dark' : 'Light'}</span>
      </button>
    </form>`;
}

const guestTools = html`
  <a class="nav-link" href="/login">Log in</a>
  <a class="button" href="/signup">Sign up</a>`;

const readerTools = (reader: string): Markup => html`
  <span class="reader-name">${reader}</span>
  <form class="logout-form" method="post" action="/logout">
    <button class="button" type="submit">Log out</button>
  </form>`;

const iconLink = (href: string, label: string, name: IconName): Markup =>
  html`<a class="icon-link" href="${href}" aria-label="${label}">${icon(name)}</a>`;

const footer = html`
  <footer class="site-footer">
    <nav class="icon-links" aria-label="Elsewhere">
      ${iconLink('mailto:keeper@harbour-notes.example', 'Mail', 'letter')}
      ${iconLink('https://talk.harbour-notes.example/', 'Conversations', 'talk')}
      ${iconLink('https://photos.harbour-notes.example/', 'Photographs', 'camera')}
      ${iconLink('https://code.harbour-notes.example/', 'Source code', 'code')}
    </nav>
    <p class="copyright">© 2026 Harbour Notes</p>
  </footer>`;

const time = (seconds: number): Markup =>
  html`<time class="date" datetime="${isoDate(seconds)}">${isoDate(seconds)}</time>`;

/** The day in UTC as `YYYY-MM-DD`. */
export const isoDate = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 10);
