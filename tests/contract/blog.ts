/** A small blog to draw pages from: what a page has to survive, in few words. */
import type { PostInFull, PostSummary } from '../../src/contract/rows.ts';

export const somePosts: readonly PostSummary[] = [
  {
    slug: 'salt-and-signal',
    title: 'Salt & signal: a <harbour> in "quotes"',
    excerpt: 'Between the paper chart & the pump there is room for exactly one mistake.',
    created_at: 1_789_000_000,
  },
  {
    slug: 'from-another-harbour',
    title: '港の灯台 — маяк и тетрадь 🌊',
    excerpt: "It took four heartbeats to see that it's there.",
    created_at: 1_788_000_000,
  },
  {
    slug: 'doors',
    title: 'What </script> taught us about doors',
    excerpt: 'An answer that is cheap but late is a different answer.',
    created_at: 1_787_999_999,
  },
];

export const onePost: PostInFull = {
  title: 'Salt & signal: a <harbour> in "quotes"',
  excerpt: 'Between the paper chart & the pump there is room for exactly one mistake.',
  body_html: '<p>The <em>first</em> &amp; last word.</p>\n<pre><code>a &lt; b</code></pre>',
  created_at: 1_789_000_000,
  author: 'Bo "<Knots>" & Lindqvister',
};
