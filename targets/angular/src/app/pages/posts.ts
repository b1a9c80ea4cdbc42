import { Component } from '@angular/core';
import type { PostLine } from '../../../../shared-node/database.js';
import { transferred } from '../asked';
import { Day } from '../day';
import { setPageMeta } from '../page-meta';

@Component({
  selector: 'blog-posts',
  imports: [Day],
  host: { style: 'display: contents' },
  template: `
    <main class="main main-narrow" id="main">
      <h1 class="page-title">All posts</h1>
      <ul class="post-list">
        @for (post of posts; track post.slug) {
          <li class="post-line"><a class="post-link" [href]="'/posts/' + post.slug">{{ post.title }}</a><time [blogDay]="post.created_at"></time></li>
        }
      </ul>
    </main>`,
})
export class PostsPage {
  readonly posts = transferred<PostLine[]>('all posts', ({ blog }) => blog.allPosts(), []);

  constructor() {
    setPageMeta('All posts');
  }
}
