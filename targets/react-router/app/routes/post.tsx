import { Link } from 'react-router';
import { blog } from '../blog.server';
import { Day } from '../components/day';
import { pageMeta } from '../page-meta';
import type { Route } from './+types/post';

export const meta: Route.MetaFunction = ({ loaderData }) =>
  loaderData === undefined ? [] : pageMeta(loaderData.post.title, loaderData.post.excerpt);

export const loader = ({ params }: Route.LoaderArgs) => {
  const post = blog.post(params['slug'] ?? '');
  if (post === undefined) throw new Response(null, { status: 404 });
  return { post };
};

export default function PostPage({ loaderData: { post } }: Route.ComponentProps) {
  return (
    <main className="main main-narrow" id="main">
      <article className="post">
        <header className="post-header">
          <h1 className="page-title">{post.title}</h1>
          <p className="post-meta">
            <span className="post-author">{post.author}</span>
            <Day seconds={post.created_at} />
          </p>
          <p className="post-excerpt">{post.excerpt}</p>
        </header>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the bodies of the posts are the site's own HTML. */}
        <div className="prose" dangerouslySetInnerHTML={{ __html: post.body_html }} />
      </article>
      <p className="more">
        <Link className="text-link" to="/posts">
          All posts
        </Link>
      </p>
    </main>
  );
}
