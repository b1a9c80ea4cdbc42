/** Canaries: texts that only get into an answer when a server reads, keeps or sends what it should not. */
import { people, reader, sessions } from './people.ts';
import type { PostRow } from './rows.ts';

export interface Canary {
  /** What was leaked, as the end of a sentence: "the answer holds …". */
  readonly of: string;
  /** Letters, digits, dots and hyphens only, so no escaping can hide it. */
  readonly text: string;
}

/** The mark that is planted at the beginning and at the end of each body, and in the excerpt of a draft. */
export const markPattern = /hn[0-9a-z]{12}/g;

/**
 * All that no answer to `GET /` may hold, for any visitor.
 * @param posts every post, in any order
 */
export function canariesOf(posts: readonly PostRow[]): Canary[] {
  const published = posts.filter(({ published }) => published === 1);
  const older = published.toSorted((a, b) => b.created_at - a.created_at).slice(3);
  const drafts = posts.filter(({ published }) => published === 0);
  return [
    ...posts.flatMap(({ slug, body_html }) => marksIn(body_html, `the body of the post ${slug}`)),
    ...drafts.flatMap(({ slug, excerpt }) => [
      ...marksIn(excerpt, `the excerpt of the unpublished post ${slug}`),
      { of: 'the slug of an unpublished post', text: slug },
    ]),
    ...older.map(({ slug }) => ({ of: 'the slug of a post that is not among the newest three', text: slug })),
    ...people.flatMap(({ username, password_hash }) => [
      ...plainParts(password_hash).map((text) => ({ of: `the password hash of ${username}`, text })),
      { of: `the username ${username}`, text: username },
    ]),
    ...people
      .filter(({ id }) => id !== reader.id)
      .flatMap(({ username, display_name }) =>
        (display_name.match(/[A-Za-z]{7,}/g) ?? []).map((text) => ({
          of: `the display name of ${username}`,
          text,
        })),
      ),
    ...sessions.map(({ id, user_id }) => ({ of: `a session id of user ${user_id}`, text: id })),
  ];
}

/** The canaries that a page holds: empty for a right answer. */
export const leaksIn = (page: string, canaries: readonly Canary[]): Canary[] =>
  canaries.filter(({ text }) => page.includes(text));

const marksIn = (text: string, of: string): Canary[] =>
  (text.match(markPattern) ?? []).map((mark) => ({ of, text: mark }));

/** The salt and the hash of a PHC string, each cut to its longest piece of letters and digits. */
function plainParts(phc: string): string[] {
  return phc
    .split('$')
    .slice(-2)
    .map((part) => (part.match(/[A-Za-z0-9]+/g) ?? []).reduce((a, b) => (b.length > a.length ? b : a), ''));
}
