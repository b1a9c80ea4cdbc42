/** The pages beside the front page, as they are checked once for each target. */
import {
  type Audience,
  aboutPage,
  loginPage,
  notFoundPage,
  postPage,
  postsPage,
  signupPage,
} from './page.ts';
import { reader } from './people.ts';
import type { PostInFull, PostLine } from './rows.ts';
import { visitorCookies } from './states.ts';

/** A page with the request for it. */
export interface OtherPage {
  /** As a reader of a message knows it, e.g. `GET /posts as a reader in the dark`. */
  readonly name: string;
  readonly path: string;
  readonly cookie: string | null;
  readonly status: number;
  readonly golden: string;
}

/** What these pages are made of. */
export interface OtherRows {
  posts(): readonly PostLine[];
  /** Null where there is none, or it is not published. */
  post(slug: string): PostInFull | null;
}

const visitors: readonly (readonly [name: string, cookie: string | null, audience: Audience])[] = [
  ['without cookies', visitorCookies.anonymous, { reader: null, theme: 'light' }],
  ['as a reader in the dark', visitorCookies.reader, { reader: reader.display_name, theme: 'dark' }],
];

/**
 * Every route but the front page, for two visitors; and the page of every post for one.
 * @param slugs of all posts, published or not
 */
export function otherPages(rows: OtherRows, slugs: readonly string[]): OtherPage[] {
  return visitors.flatMap(([who, cookie, audience]) => {
    const page = (path: string, golden: string, status = 200): OtherPage => ({
      name: `GET ${path} ${who}`,
      path,
      cookie,
      status,
      golden,
    });
    const ofPost = (slug: string): OtherPage => {
      const post = rows.post(slug);
      return post === null
        ? page(`/posts/${slug}`, notFoundPage(audience), 404)
        : page(`/posts/${slug}`, postPage(audience, post));
    };
    const some = cookie === null ? slugs : slugs.slice(0, 2);
    return [
      page('/posts', postsPage(audience, rows.posts())),
      page('/login', loginPage(audience, false)),
      page('/signup', signupPage(audience)),
      page('/about', aboutPage(audience)),
      page('/posts/no-such-post', notFoundPage(audience), 404),
      page('/no-such-page', notFoundPage(audience), 404),
      ...some.map(ofPost),
    ];
  });
}
