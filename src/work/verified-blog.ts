/** The blog for verifying one target: a copy of the database, and the golden pages as the copy is now. */
import { otherPages } from '../contract/other-pages.ts';
import type { PostRow } from '../contract/rows.ts';
import { frontPageStates } from '../contract/states.ts';
import { type Blog, openBlog } from '../files/blog.ts';
import { copyBlog } from '../files/blog-copy.ts';
import { contractStyle } from '../files/contract-files.ts';
import type { VerifiedBlog } from '../measure/verify/verified-blog.ts';

/** @param posts every post of the database, in any order */
export function makeVerifiedBlog(
  databasePath: string,
  posts: readonly PostRow[],
): VerifiedBlog & { remove(): void } {
  const copy = copyBlog(databasePath);
  const slugs = posts.toSorted((a, b) => b.created_at - a.created_at).map(({ slug }) => slug);
  const read = <T>(what: (blog: Blog) => T): T => {
    const blog = openBlog(copy.databasePath);
    try {
      return what(blog);
    } finally {
      blog.close();
    }
  };
  const now = () => Math.floor(Date.now() / 1_000);
  return {
    ...copy,
    style: contractStyle(),
    states: () => read((blog) => frontPageStates((session) => blog.visit(session, now()))),
    otherPages: () => read((blog) => otherPages(blog, slugs)),
    newestPosts: () => read((blog) => blog.visit(null, now()).posts),
  };
}
