/** The blog's rows, made up from a seed: the same seed gives the same rows on every machine. */
import { Random } from '../model/random.ts';
import { type Canary, canariesOf } from './canaries.ts';
import { people, sessions } from './people.ts';
import { write, writeBody, writeExcerpt } from './prose.ts';
import type { BlogRows, PostRow } from './rows.ts';
import { awkwardTitles } from './vocabulary.ts';

/** The seed of the blog that is measured. */
export const blogSeed = 20_260_918;

const postCount = 120;

/** 2026-09-18T07:30:00Z: the newest post. */
const newestAt = 1_789_716_600;

const daySeconds = 86_400;

/**
 * Makes up the blog: its rows, and what of them no answer to `GET /` may hold.
 * Every tenth post is unpublished, the newest of all among them; ids say nothing about the order in time.
 * @param seed a whole number
 */
export function seedBlog(seed: number): { readonly rows: BlogRows; readonly canaries: readonly Canary[] } {
  const random = new Random(seed);
  const ids = random.shuffled(Array.from({ length: postCount }, (_, i) => i + 1));
  const slugs = new Set<string>();
  let time = newestAt;
  const posts = ids.map((id, age): PostRow => {
    const published = age % 10 === 0 ? 0 : 1;
    const title = awkwardTitle(age) ?? write(random, 'title');
    const post = {
      id,
      user_id: 1 + random.below(people.length),
      slug: newSlug(title, published === 1 ? '' : mark(random), slugs),
      title,
      excerpt: writeExcerpt(random) + (published === 1 ? '' : ` Draft ${mark(random)}.`),
      body_html: writeBody(
        random,
        7_000 + random.below(11_000),
        `Logbook entry ${mark(random)}.`,
        `Filed on the north quay as ${mark(random)}.`,
      ),
      published,
      created_at: time,
    } as const;
    time -= daySeconds + random.below(8 * daySeconds);
    return post;
  });
  const users = people.map(({ password: _, ...row }) => row);
  return {
    rows: { users, posts: posts.toSorted((a, b) => a.id - b.id), sessions },
    canaries: canariesOf(posts),
  };
}

/** The newest published three have awkward titles, and so does every eighth post from there on. */
function awkwardTitle(age: number): string | undefined {
  const place = age < 4 ? age - 1 : age % 8 === 5 ? 3 + (age - 5) / 8 : -1;
  return awkwardTitles[place];
}

/** Text that is found nowhere else: 12 digits of base 36. */
const mark = (random: Random): string =>
  `hn${Array.from({ length: 12 }, () => random.below(36).toString(36)).join('')}`;

/** Title and ending as a distinct slug of ASCII letters, digits and hyphens, added to `taken`. */
function newSlug(title: string, ending: string, taken: Set<string>): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const stem = [...(words.length > 1 ? words : ['from', 'another', 'harbour']), ending]
    .filter(Boolean)
    .join('-');
  let slug = stem;
  for (let n = 2; taken.has(slug); n++) slug = `${stem}-${n}`;
  taken.add(slug);
  return slug;
}
