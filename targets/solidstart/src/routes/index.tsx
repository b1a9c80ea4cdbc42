import { createAsync, type RouteDefinition } from '@solidjs/router';
import { For } from 'solid-js';
import { PageMeta } from '~/components/PageMeta';
import { PostCard } from '~/components/PostCard';
import { getNewestPosts } from '~/lib/blog';

export const route = { preload: () => getNewestPosts() } satisfies RouteDefinition;

export default function FrontPage() {
  const posts = createAsync(() => getNewestPosts());
  return (
    <>
      <PageMeta heading={null} />
      <main class="main" id="main">
        <section class="intro">
          <h1 class="intro-title">Notes from a small harbour</h1>
          <p class="intro-text">
            Essays on tools, tides and the patience of small machines, written slowly and read by whoever
            comes ashore.
          </p>
        </section>
        <section class="recent" aria-labelledby="recent-posts">
          <h2 class="section-title" id="recent-posts">
            Recent posts
          </h2>
          <div class="cards">
            <For each={posts()}>{(post) => <PostCard post={post} />}</For>
          </div>
          <p class="more">
            <a class="text-link" href="/posts">
              All posts
            </a>
          </p>
        </section>
      </main>
    </>
  );
}
