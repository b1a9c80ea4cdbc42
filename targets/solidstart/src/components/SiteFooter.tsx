import { For } from 'solid-js';
import { elsewhere } from '#blog/words.js';
import { Icon } from './Icon';

export const SiteFooter = () => (
  <footer class="site-footer">
    <nav class="icon-links" aria-label="Elsewhere">
      <For each={elsewhere}>
        {({ href, label, icon }) => (
          <a class="icon-link" href={href} aria-label={label}>
            <Icon name={icon} />
          </a>
        )}
      </For>
    </nav>
    <p class="copyright">© 2026 Harbour Notes</p>
  </footer>
);
