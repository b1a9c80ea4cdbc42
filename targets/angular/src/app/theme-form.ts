import { ChangeDetectorRef, Component, computed, DOCUMENT, inject, input, linkedSignal } from '@angular/core';
import type { Visitor } from '../../../shared-node/database.js';
import { postTheme } from '../../../shared-node/post-theme.js';
import { toggles } from '../../../shared-node/words.js';
import { Icon } from './icon';

@Component({
  selector: 'form[blogTheme]',
  imports: [Icon],
  template: `<button class="theme-button" type="submit" name="theme" [attr.value]="toggle().value" [attr.aria-label]="toggle().label"><svg [blogIcon]="toggle().icon"></svg><span class="theme-name">{{ toggle().name }}</span></button>`,
  host: { class: 'theme-form', method: 'post', action: '/theme', '(submit)': 'flip($event)' },
})
export class ThemeForm {
  /** The theme that the page came in. */
  readonly blogTheme = input.required<Visitor['theme']>();
  /** The theme that it is in now. */
  readonly theme = linkedSignal(() => this.blogTheme());
  readonly toggle = computed(() => toggles[this.theme()]);
  readonly #root = inject(DOCUMENT).documentElement;
  readonly #changes = inject(ChangeDetectorRef);

  flip(event: SubmitEvent): void {
    postTheme(event);
    this.theme.set(this.toggle().value);
    // Page and label change together, in this task.
    this.#changes.detectChanges();
    this.#root.classList.toggle('dark', this.theme() === 'dark');
  }
}
