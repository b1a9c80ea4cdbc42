import type { PostSummary } from '../../../shared-node/database.js';
import { Day } from './day';

/** The link is a plain one in every target of this comparison, so that nobody's link component is what is measured. */
export function PostCard({ post }: { post: PostSummary }) {
  return (
    <article className="card">
      <h3 className="card-title">
        <a className="card-link" href={`/posts/${post.slug}`}>
          {post.title}
        </a>
      </h3>
      <p className="card-excerpt">{post.excerpt}</p>
      <Day seconds={post.created_at} />
    </article>
  );
}
