import { icon, siteIcon } from './icons.js';
import { escapeHtml } from './markup.js';

export const siteName = 'Harbour Notes';

/** What stands around every page. A visitor is `{ reader, theme }`; `reader` is a display name or null. */
export const layout = ({ reader, theme }, { title, description, main }) => `<!DOCTYPE html>
<html lang="en"${theme === 'dark' ? ' class="dark"' : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(description)}">
<meta property="og:title" content="${escapeHtml(title)}">
<meta property="og:description" content="${escapeHtml(description)}">
<link rel="icon" href="${siteIcon}">
<link rel="stylesheet" href="/style.css">
</head>
<body class="page">
<a class="skip-link" href="#main">Skip to content</a>
<header class="site-header">
  <div class="site-bar">
    <a class="site-name" href="/">${siteName}</a>
    <nav class="site-nav" aria-label="Main">
      <a class="nav-link" href="/posts">Blog</a>
      <a class="nav-link" href="/about">About</a>
    </nav>
    <div class="site-tools">
      ${theme === 'dark' ? themeForm('light', 'Light', 'sun') : themeForm('dark', 'Dark', 'moon')}
      ${reader === null ? guestTools : readerTools(reader)}
    </div>
  </div>
</header>
${main}
<footer class="site-footer">
  <nav class="icon-links" aria-label="Elsewhere">
    ${iconLink('mailto:keeper@harbour-notes.example', 'Mail', 'letter')}
    ${iconLink('https://talk.harbour-notes.example/', 'Conversations', 'talk')}
    ${iconLink('https://photos.harbour-notes.example/', 'Photographs', 'camera')}
    ${iconLink('https://code.harbour-notes.example/', 'Source code', 'code')}
  </nav>
  <p class="copyright">© 2026 Harbour Notes</p>
</footer>
</body>
</html>
`;

const themeForm = (theme, name, sign) => `<form class="theme-form" method="post" action="/theme">
        <button class="theme-button" type="submit" name="theme" value="${theme}" aria-label="Switch to ${theme} theme">${icon(sign)}<span class="theme-name">${name}</span></button>
      </form>`;

const guestTools = `<a class="nav-link" href="/login">Log in</a>
      <a class="button" href="/signup">Sign up</a>`;

const readerTools = (name) => `<span class="reader-name">${escapeHtml(name)}</span>
      <form class="logout-form" method="post" action="/logout">
        <button class="button" type="submit">Log out</button>
      </form>`;

const iconLink = (href, label, name) =>
  `<a class="icon-link" href="${href}" aria-label="${label}">${icon(name)}</a>`;
