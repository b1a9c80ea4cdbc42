import { Icon } from './icon';

const elsewhere = [
  { href: 'mailto:keeper@harbour-notes.example', label: 'Mail', icon: 'letter' },
  { href: 'https://talk.harbour-notes.example/', label: 'Conversations', icon: 'talk' },
  { href: 'https://photos.harbour-notes.example/', label: 'Photographs', icon: 'camera' },
  { href: 'https://code.harbour-notes.example/', label: 'Source code', icon: 'code' },
] as const;

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
