import { Link } from 'react-router';
import { blog } from '../blog.server';
import { PostCard } from '../components/post-card';
import { pageMeta } from '../page-meta';
import type { Route } from './+types/home';

export const meta: Route.MetaFunction = () => pageMeta(null);

export const loader = () => ({ posts: blog.newestPosts() });

export default function FrontPage({ loaderData: { posts } }: Route.ComponentProps) {
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
          <Link className="text-link" to="/posts">
            All posts
          </Link>
        </p>
      </section>
    </main>
  );
}
