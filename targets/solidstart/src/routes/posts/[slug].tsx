import { createAsync, type RouteDefinition, useParams } from '@solidjs/router';
import { Show } from 'solid-js';
import { Day } from '~/components/Day';
import { NotFound } from '~/components/NotFound';
import { PageMeta } from '~/components/PageMeta';
import { getPost } from '~/lib/blog';

export const route = { preload: ({ params }) => getPost(params['slug'] ?? '') } satisfies RouteDefinition;

export default function PostPage() {
  const params = useParams();
  const post = createAsync(() => getPost(params['slug'] ?? ''));
  return (
    <Show when={post() !== undefined}>
      <Show when={post()} fallback={<NotFound />}>
        {(found) => (
          <>
            <PageMeta heading={found().title} description={found().excerpt} />
            <main class="main main-narrow" id="main">
              <article class="post">
                <header class="post-header">
                  <h1 class="page-title">{found().title}</h1>
                  <p class="post-meta">
                    <span class="post-author">{found().author}</span>
                    <Day seconds={found().created_at} />
                  </p>
                  <p class="post-excerpt">{found().excerpt}</p>
                </header>
                {/* The site's own HTML, from its own database. */}
                <div class="prose" innerHTML={found().body_html} />
              </article>
              <p class="more">
                <a class="text-link" href="/posts">
                  All posts
                </a>
              </p>
            </main>
          </>
        )}
      </Show>
    </Show>
  );
}
