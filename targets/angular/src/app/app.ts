import { Component, DOCUMENT, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import type { Visitor } from '../../../shared-node/database.js';
import { elsewhere } from '../../../shared-node/words.js';
import { injectAsked, transferred } from './asked';
import { Icon } from './icon';
import { ThemeForm } from './theme-form';

@Component({
  selector: 'blog-root',
  imports: [Icon, RouterOutlet, ThemeForm],
  templateUrl: './app.html',
  // The body lays out what stands in here.
  host: { style: 'display: contents' },
})
export class App {
  readonly elsewhere = elsewhere;
  readonly visitor = transferred<Visitor>('visitor', (asked) => asked.visitor, {
    reader: null,
    theme: 'light',
  });

  constructor() {
    const { documentElement } = inject(DOCUMENT);
    if (injectAsked() !== null && this.visitor.theme === 'dark') documentElement.className = 'dark';
  }
}
