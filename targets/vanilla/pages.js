/** The pages, as functions of what they show. */
import { layout } from './layout.js';
import { date, escapeHtml } from './markup.js';

export const homePage = (visitor, posts) =>
  layout(visitor, {
    heading: null,
    main: `<main class="main" id="main">
  <section class="intro">
    <h1 class="intro-title">Notes from a small harbour</h1>
    <p class="intro-text">Essays on tools, tides and the patience of small machines, written slowly and read by whoever comes ashore.</p>
  </section>
  <section class="recent" aria-labelledby="recent-posts">
    <h2 class="section-title" id="recent-posts">Recent posts</h2>
    <div class="cards">${posts.map(card).join('')}
    </div>
    <p class="more"><a class="text-link" href="/posts">All posts</a></p>
  </section>
</main>`,
  });

const card = (post) => `
      <article class="card">
        <h3 class="card-title"><a class="card-link" href="/posts/${escapeHtml(post.slug)}">${escapeHtml(post.title)}</a></h3>
        <p class="card-excerpt">${escapeHtml(post.excerpt)}</p>
        ${date(post.created_at)}
      </article>`;

export const postPage = (visitor, post) =>
  layout(visitor, {
    heading: post.title,
    description: post.excerpt,
    main: `<main class="main main-narrow" id="main">
  <article class="post">
    <header class="post-header">
      <h1 class="page-title">${escapeHtml(post.title)}</h1>
      <p class="post-meta"><span class="post-author">${escapeHtml(post.author)}</span>${date(post.created_at)}</p>
      <p class="post-excerpt">${escapeHtml(post.excerpt)}</p>
    </header>
    <div class="prose">${post.body_html}</div>
  </article>
  <p class="more"><a class="text-link" href="/posts">All posts</a></p>
</main>`,
  });

export const postsPage = (visitor, posts) =>
  layout(visitor, {
    heading: 'All posts',
    main: `<main class="main main-narrow" id="main">
  <h1 class="page-title">All posts</h1>
  <ul class="post-list">${posts.map(line).join('')}
  </ul>
</main>`,
  });

const line = (post) => `
    <li class="post-line"><a class="post-link" href="/posts/${escapeHtml(post.slug)}">${escapeHtml(post.title)}</a>${date(post.created_at)}</li>`;

export const loginPage = (visitor, failed) =>
  layout(visitor, {
    heading: 'Log in',
    main: `<main class="main main-narrow" id="main">
  <h1 class="page-title">Log in</h1>
  ${failed ? '<p class="form-error" role="alert">This username and password do not belong together.</p>' : ''}
  <form class="form" method="post" action="/login">
    ${field('username', 'Username', 'text', 'username')}
    ${field('password', 'Password', 'password', 'current-password')}
    <button class="button button-primary" type="submit">Log in</button>
  </form>
  <p class="form-note"><a class="text-link" href="/signup">Sign up</a></p>
</main>`,
  });

export const signupPage = (visitor) =>
  layout(visitor, {
    heading: 'Sign up',
    main: `<main class="main main-narrow" id="main">
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
</main>`,
  });

export const aboutPage = (visitor) =>
  layout(visitor, {
    heading: 'About',
    main: `<main class="main main-narrow" id="main">
  <h1 class="page-title">About</h1>
  <div class="prose">
    <p>Harbour Notes is a blog about things that are built to last a little longer than necessary: moorings, kettles, ledgers, and programs that answer before one has finished asking.</p>
    <p>Its authors, its harbour and all of its posts are invented. It exists so that the same pages can be served in many ways, and so that the ways can be compared.</p>
    <blockquote>A boat is judged by how it comes home, not by how it leaves.</blockquote>
    <p>What you read here comes from one small database and asks nothing of you: no script is needed, no font is fetched, and nobody counts your visits.</p>
  </div>
</main>`,
  });

export const notFoundPage = (visitor) =>
  layout(visitor, {
    heading: 'Not found',
    main: `<main class="main main-narrow" id="main">
  <h1 class="page-title">Nothing is moored here</h1>
  <p class="lead">The page you asked for has sailed, or never came in.</p>
  <p class="more"><a class="text-link" href="/">Back to the harbour</a></p>
</main>`,
  });

const field = (name, label, type, autocomplete) => `<div class="field">
      <label class="label" for="${name}">${label}</label>
      <input class="input" id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required>
    </div>`;
