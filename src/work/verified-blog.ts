/** The blog for verifying one target: a copy of the database, and the golden pages as the copy is now. */
import { otherPages } from '../contract/other-pages.ts';
import type { PostRow } from '../contract/rows.ts';
import { frontPageStates } from '../contract/states.ts';
import { type Blog, openBlog } from '../files/blog.ts';
import { copyBlog } from '../files/blog-copy.ts';
import { contractStyle } from '../files/contract-files.ts';
import type { Asker } from '../measure/remote/conversation.ts';
import type { Questions } from '../measure/remote/questions.ts';
import { startedThere } from '../measure/remote/remote-server-end.ts';
import type { StartResult } from '../measure/seams.ts';
import type { BlogChange, VerifiedBlog } from '../measure/verify/verified-blog.ts';
import type { Target } from '../model/target.ts';

export interface Removable {
  remove(): void | Promise<void>;
}

/** The blog beside the servers that are started on it. */
export interface BlogInPlace extends VerifiedBlog, Removable {
  /** Starts a target on it; whatever it answers will do. */
  start(target: Target, log: string, signal: AbortSignal): Promise<StartResult>;
}

/** @param posts every post of the database, in any order */
export function makeVerifiedBlog(
  databasePath: string,
  posts: readonly PostRow[],
): VerifiedBlog & { readonly databasePath: string; remove(): void } {
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
    databasePath: copy.databasePath,
    remove: copy.remove,
    hash: async () => copy.hash(),
    filesBeside: async () => copy.filesBeside(),
    change: async (what) => changeCopy(copy, what),
    style: contractStyle(),
    states: () => read((blog) => frontPageStates((session) => blog.visit(session, now()))),
    otherPages: () => read((blog) => otherPages(blog, slugs)),
    newestPosts: () => read((blog) => blog.visit(null, now()).posts),
  };
}

/** As `change` of a verified blog. */
export function changeCopy(
  { changeTitle, publish }: ReturnType<typeof copyBlog>,
  what: BlogChange,
): string | null {
  try {
    if (what === 'title') changeTitle();
    else publish();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A copy of the blog on another machine; right pages are made from one here, which is changed likewise. */
export async function copyBlogThere(
  there: Asker<Questions>,
  here: VerifiedBlog & Removable,
  fetchLogs: () => Promise<void>,
): Promise<BlogInPlace> {
  await there.ask('copyBlog', null);
  return {
    ...here,
    start: async ({ label }, log, signal) =>
      startedThere(await there.ask('startOnCopy', { label, log }, { signal }), { there, fetchLogs }),
    hash: async () => (await there.ask('lookAtCopy', null)).hash,
    filesBeside: async () => (await there.ask('lookAtCopy', null)).beside,
    change: async (what) => (await there.ask('changeCopy', what)) ?? (await here.change(what)),
    remove: async () => {
      await here.remove();
      await there.ask('removeCopy', null);
    },
  };
}
