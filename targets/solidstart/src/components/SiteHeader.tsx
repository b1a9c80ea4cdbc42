import { Show } from 'solid-js';
import type { Visitor } from '#blog/database.js';
import { ThemeForm } from './ThemeForm';

export const SiteHeader = (props: { visitor: Visitor }) => (
  <header class="site-header">
    <div class="site-bar">
      <a class="site-name" href="/">
        Harbour Notes
      </a>
      <nav class="site-nav" aria-label="Main">
        <a class="nav-link" href="/posts">
          Blog
        </a>
        <a class="nav-link" href="/about">
          About
        </a>
      </nav>
      <div class="site-tools">
        <ThemeForm theme={props.visitor.theme} />
        <Show
          when={props.visitor.reader}
          fallback={
            <>
              <a class="nav-link" href="/login">
                Log in
              </a>
              <a class="button" href="/signup">
                Sign up
              </a>
            </>
          }
        >
          <span class="reader-name">{props.visitor.reader}</span>
          <form class="logout-form" method="post" action="/logout">
            <button class="button" type="submit">
              Log out
            </button>
          </form>
        </Show>
      </div>
    </div>
  </header>
);
