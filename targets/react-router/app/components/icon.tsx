import { type IconName, icons } from '../../../shared-node/words.js';

/** Hidden from screen readers: the link or button around it has a name. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d={icons[name]} />
    </svg>
  );
}
