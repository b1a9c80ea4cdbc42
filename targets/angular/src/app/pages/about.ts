import { Component } from '@angular/core';
import { setPageMeta } from '../page-meta';

@Component({
  selector: 'blog-about',
  host: { style: 'display: contents' },
  template: `
    <main class="main main-narrow" id="main">
      <h1 class="page-title">About</h1>
      <div class="prose">
        <p>Harbour Notes is a blog about things that are built to last a little longer than necessary: moorings, kettles, ledgers, and programs that answer before one has finished asking.</p>
        <p>Its authors, its harbour and all of its posts are invented. It exists so that the same pages can be served in many ways, and so that the ways can be compared.</p>
        <blockquote>A boat is judged by how it comes home, not by how it leaves.</blockquote>
        <p>What you read here comes from one small database and asks nothing of you: no script is needed, no font is fetched, and nobody counts your visits.</p>
      </div>
    </main>`,
})
export class AboutPage {
  constructor() {
    setPageMeta('About');
  }
}
