import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { PostCard } from '../components/post-card';
import { pageMeta } from '../page-meta';

export const meta: MetaFunction = () => pageMeta(null);

export const loader = ({ context }: LoaderFunctionArgs) => ({ posts: context.blog.newestPosts() });

export default function FrontPage() {
  const { posts } = useLoaderData<typeof loader>();
  return (
    <main className="main" id="main">
      <section className="intro">
        <h1 className="intro-title">Notes from a small harbour</h1>
        <p className="intro-text">
          Essays on tools, tides and the patience of small machines, written slowly and read by whoever comes
          ashore.
        </p>
      </section>
      <section className="recent" aria-labelledby="recent-posts">
        <h2 className="section-title" id="recent-posts">
          Recent posts
        </h2>
        <div className="cards">
          {posts.map((post) => (
            <PostCard key={post.slug} post={post} />
          ))}
        </div>
        <p className="more">
          <Link className="text-link" to="/posts" discover="none">
            All posts
          </Link>
        </p>
      </section>
    </main>
  );
}
