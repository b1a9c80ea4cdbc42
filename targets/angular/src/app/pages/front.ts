import { Component } from '@angular/core';
import type { PostSummary } from '../../../../shared-node/database.js';
import { transferred } from '../asked';
import { Day } from '../day';
import { setPageMeta } from '../page-meta';

@Component({
  selector: 'blog-front',
  imports: [Day],
  host: { style: 'display: contents' },
  template: `
    <main class="main" id="main">
      <section class="intro">
        <h1 class="intro-title">Notes from a small harbour</h1>
        <p class="intro-text">Essays on tools, tides and the patience of small machines, written slowly and read by whoever comes ashore.</p>
      </section>
      <section class="recent" aria-labelledby="recent-posts">
        <h2 class="section-title" id="recent-posts">Recent posts</h2>
        <div class="cards">
          @for (post of posts; track post.slug) {
            <article class="card">
              <h3 class="card-title"><a class="card-link" [href]="'/posts/' + post.slug">{{ post.title }}</a></h3>
              <p class="card-excerpt">{{ post.excerpt }}</p>
              <time [blogDay]="post.created_at"></time>
            </article>
          }
        </div>
        <p class="more"><a class="text-link" href="/posts">All posts</a></p>
      </section>
    </main>`,
})
export class FrontPage {
  readonly posts = transferred<PostSummary[]>('newest posts', ({ blog }) => blog.newestPosts(), []);

  constructor() {
    setPageMeta(null);
  }
}
