import { elsewhere } from '../../../shared-node/words.js';
import { Icon } from './icon';

export function SiteFooter() {
  return (
    <footer className="site-footer">
      <nav className="icon-links" aria-label="Elsewhere">
        {elsewhere.map(({ href, label, icon }) => (
          <a key={href} className="icon-link" href={href} aria-label={label}>
            <Icon name={icon} />
          </a>
        ))}
      </nav>
      <p className="copyright">© 2026 Harbour Notes</p>
    </footer>
  );
}
