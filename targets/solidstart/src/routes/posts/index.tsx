import { createAsync, type RouteDefinition } from '@solidjs/router';
import { For } from 'solid-js';
import { Day } from '~/components/Day';
import { PageMeta } from '~/components/PageMeta';
import { getAllPosts } from '~/lib/blog';

export const route = { preload: () => getAllPosts() } satisfies RouteDefinition;

export default function PostsPage() {
  const posts = createAsync(() => getAllPosts());
  return (
    <>
      <PageMeta heading="All posts" />
      <main class="main main-narrow" id="main">
        <h1 class="page-title">All posts</h1>
        <ul class="post-list">
          <For each={posts()}>
            {(post) => (
              <li class="post-line">
                <a class="post-link" href={`/posts/${post.slug}`}>
                  {post.title}
                </a>
                <Day seconds={post.created_at} />
              </li>
            )}
          </For>
        </ul>
      </main>
    </>
  );
}
