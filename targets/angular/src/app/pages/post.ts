import { Component, inject } from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';
import { ActivatedRoute } from '@angular/router';
import type { Post } from '../../../../shared-node/database.js';
import { transferred } from '../asked';
import { Day } from '../day';
import { setPageMeta } from '../page-meta';
import { NotFoundPage } from './not-found';

@Component({
  selector: 'blog-post',
  imports: [Day, NotFoundPage],
  host: { style: 'display: contents' },
  template: `
    @if (post !== null) {
      <main class="main main-narrow" id="main">
        <article class="post">
          <header class="post-header">
            <h1 class="page-title">{{ post.title }}</h1>
            <p class="post-meta"><span class="post-author">{{ post.author }}</span><time [blogDay]="post.created_at"></time></p>
            <p class="post-excerpt">{{ post.excerpt }}</p>
          </header>
          <div class="prose" [innerHTML]="body"></div>
        </article>
        <p class="more"><a class="text-link" href="/posts">All posts</a></p>
      </main>
    } @else {
      <blog-not-found />
    }`,
})
export class PostPage {
  readonly slug = inject(ActivatedRoute).snapshot.params['slug'];
  readonly post = transferred<Post | null>('post', ({ blog }) => blog.post(this.slug) ?? null, null);
  /** The site's own HTML, from its own database. */
  readonly body = inject(DomSanitizer).bypassSecurityTrustHtml(this.post?.body_html ?? '');

  constructor() {
    if (this.post !== null) setPageMeta(this.post.title, this.post.excerpt);
  }
}
