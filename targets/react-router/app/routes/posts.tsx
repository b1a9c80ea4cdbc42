import { blog } from '../blog.server';
import { Day } from '../components/day';
import { pageMeta } from '../page-meta';
import type { Route } from './+types/posts';

export const meta: Route.MetaFunction = () => pageMeta('All posts');

export const loader = () => ({ posts: blog.allPosts() });

export default function AllPosts({ loaderData: { posts } }: Route.ComponentProps) {
  return (
    <main className="main main-narrow" id="main">
      <h1 className="page-title">All posts</h1>
      <ul className="post-list">
        {posts.map((post) => (
          <li key={post.slug} className="post-line">
            <a className="post-link" href={`/posts/${post.slug}`}>
              {post.title}
            </a>
            <Day seconds={post.created_at} />
          </li>
        ))}
      </ul>
    </main>
  );
}
