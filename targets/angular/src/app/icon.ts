import { Component, computed, input } from '@angular/core';
import { type IconName, icons } from '../../../shared-node/words.js';

@Component({
  selector: 'svg[blogIcon]',
  template: '<svg:path [attr.d]="path()"></svg:path>',
  host: { class: 'icon', viewBox: '0 0 24 24', width: '24', height: '24', 'aria-hidden': 'true' },
})
export class Icon {
  readonly blogIcon = input.required<IconName>();
  readonly path = computed(() => icons[this.blogIcon()]);
}
