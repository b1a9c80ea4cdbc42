import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Day } from '../components/day';
import { pageMeta } from '../page-meta';

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data === undefined ? [] : pageMeta(data.post.title, data.post.excerpt);

export const loader = ({ params, context }: LoaderFunctionArgs) => {
  const post = context.blog.post(params['slug'] ?? '');
  if (post === undefined) throw new Response(null, { status: 404 });
  return { post };
};

export default function PostPage() {
  const { post } = useLoaderData<typeof loader>();
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
        <Link className="text-link" to="/posts" discover="none">
          All posts
        </Link>
      </p>
    </main>
  );
}
