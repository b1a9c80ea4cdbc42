import { elsewhere, pageTitle, siteDescription, siteIcon, siteName, toggles } from '../shared-node/words.js';
import { escapeHtml, icon } from './markup.js';

/** What stands around every page; the front page has no heading in its title. */
export const layout = ({ reader, theme }, { heading, description = siteDescription, main }) => {
  const title = escapeHtml(pageTitle(heading));
  return `<!DOCTYPE html>
<html lang="en"${theme === 'dark' ? ' class="dark"' : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${escapeHtml(description)}">
<meta property="og:title" content="${title}">
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
      ${themeForms[theme]}
      ${reader === null ? guestTools : readerTools(reader)}
    </div>
  </div>
</header>
${main}
<footer class="site-footer">
  <nav class="icon-links" aria-label="Elsewhere">
    ${iconLinks}
  </nav>
  <p class="copyright">© 2026 Harbour Notes</p>
</footer>
</body>
</html>
`;
};

const themeForm = (toggle) => `<form class="theme-form" method="post" action="/theme">
        <button class="theme-button" type="submit" name="theme" value="${toggle.value}" aria-label="${toggle.label}">${icon(toggle.icon)}<span class="theme-name">${toggle.name}</span></button>
      </form>`;

const themeForms = { light: themeForm(toggles.light), dark: themeForm(toggles.dark) };

const guestTools = `<a class="nav-link" href="/login">Log in</a>
      <a class="button" href="/signup">Sign up</a>`;

const readerTools = (name) => `<span class="reader-name">${escapeHtml(name)}</span>
      <form class="logout-form" method="post" action="/logout">
        <button class="button" type="submit">Log out</button>
      </form>`;

const iconLinks = elsewhere
  .map((link) => `<a class="icon-link" href="${link.href}" aria-label="${link.label}">${icon(link.icon)}</a>`)
  .join('\n    ');
