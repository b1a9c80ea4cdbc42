import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Day } from '../components/day';
import { pageMeta } from '../page-meta';

export const meta: MetaFunction = () => pageMeta('All posts');

export const loader = ({ context }: LoaderFunctionArgs) => ({ posts: context.blog.allPosts() });

export default function AllPosts() {
  const { posts } = useLoaderData<typeof loader>();
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
