import { createSignal } from 'solid-js';
import type { Visitor } from '#blog/database.js';
import { postTheme } from '#blog/post-theme.js';
import { toggles } from '#blog/words.js';
import { Icon } from './Icon';

export function ThemeForm(props: { theme: Visitor['theme'] }) {
  // What was chosen here since the page came.
  const [chosen, choose] = createSignal<Visitor['theme'] | null>(null);
  const toggle = () => toggles[chosen() ?? props.theme];
  const flip = (event: SubmitEvent) => {
    postTheme(event);
    const theme = toggle().value;
    choose(theme);
    document.documentElement.classList.toggle('dark', theme === 'dark');
  };
  return (
    <form class="theme-form" method="post" action="/theme" on:submit={flip}>
      <button
        class="theme-button"
        type="submit"
        name="theme"
        value={toggle().value}
        aria-label={toggle().label}
      >
        <Icon name={toggle().icon} />
        <span class="theme-name">{toggle().name}</span>
      </button>
    </form>
  );
}
