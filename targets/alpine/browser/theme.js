import { postTheme } from './post-theme.js';
import { icons, toggles } from './words.js';

/** The state of `html`: its theme, and the button that switches to the other one. */
document.addEventListener('alpine:init', () => {
  window.Alpine.data('page', (theme) => ({
    theme,
    get toggle() {
      return toggles[this.theme];
    },
    get drawing() {
      return icons[this.toggle.icon];
    },
    switchTheme(event) {
      postTheme(event);
      this.theme = this.toggle.value;
    },
  }));
});
