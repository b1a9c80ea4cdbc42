import { Component, inject, RESPONSE_INIT } from '@angular/core';
import { setPageMeta } from '../page-meta';

@Component({
  selector: 'blog-not-found',
  host: { style: 'display: contents' },
  template: `
    <main class="main main-narrow" id="main">
      <h1 class="page-title">Nothing is moored here</h1>
      <p class="lead">The page you asked for has sailed, or never came in.</p>
      <p class="more"><a class="text-link" href="/">Back to the harbour</a></p>
    </main>`,
})
export class NotFoundPage {
  constructor() {
    setPageMeta('Not found');
    const response = inject(RESPONSE_INIT, { optional: true });
    if (response) response.status = 404;
  }
}
