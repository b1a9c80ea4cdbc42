import { Component, computed, input } from '@angular/core';
import { isoDay } from '../../../shared-node/words.js';

@Component({
  selector: 'time[blogDay]',
  template: '{{ day() }}',
  host: { class: 'date', '[attr.datetime]': 'day()' },
})
export class Day {
  /** UTC seconds. */
  readonly blogDay = input.required<number>();
  readonly day = computed(() => isoDay(this.blogDay()));
}
