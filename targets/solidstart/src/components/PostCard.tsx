import type { PostSummary } from '#blog/database.js';
import { Day } from './Day';

export const PostCard = (props: { post: PostSummary }) => (
  <article class="card">
    <h3 class="card-title">
      <a class="card-link" href={`/posts/${props.post.slug}`}>
        {props.post.title}
      </a>
    </h3>
    <p class="card-excerpt">{props.post.excerpt}</p>
    <Day seconds={props.post.created_at} />
  </article>
);
