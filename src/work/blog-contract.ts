/** The targets of a sweep with what a contract adds to them: a database, right pages, and what no answer may hold. */
import { join } from 'node:path';
import { judgeAnswer, judgeOutside } from '../contract/check.ts';
import { blogSeed, seedBlog } from '../contract/seed.ts';
import { frontPageStates, visitorCookies } from '../contract/states.ts';
import { openBlog } from '../files/blog.ts';
import { provideDatabase } from '../files/database.ts';
import { cacheFolder } from '../files/folders.ts';
import type { JudgePage } from '../measure/seams.ts';
import type { FrontPage } from '../measure/verify/verify-front-page.ts';
import type { Plan } from '../model/plan.ts';
import type { Target } from '../model/target.ts';

/** The blog as this sweep's targets serve it. */
export interface BlogContract {
  readonly databasePath: string;
  readonly frontPage: FrontPage;
  /** For the visitor of the plan. */
  readonly judge: JudgePage;
  /** Likewise, for variants outside of the contract. */
  readonly judgeOutside: JudgePage;
}

/** The blog's database, made where it is not there yet, with what is in it and what no answer may hold. */
export function provideBlog(env: Readonly<Record<string, string | undefined>>) {
  const seed = seedBlog(blogSeed);
  return { ...seed, databasePath: provideDatabase(seed.rows, join(cacheFolder(env), 'blog')) };
}

/** Null where no target serves the blog. */
export function openContract(
  { visitor }: Pick<Plan, 'visitor'>,
  targets: readonly Target[],
  env: Readonly<Record<string, string | undefined>>,
): BlogContract | null {
  if (!targets.some(({ serves }) => serves === 'blog')) return null;
  const { canaries, databasePath } = provideBlog(env);
  const blog = openBlog(databasePath);
  try {
    const now = Math.floor(Date.now() / 1_000);
    const states = frontPageStates((session) => blog.visit(session, now));
    const golden = states.find(({ cookie }) => cookie === visitorCookies[visitor])?.golden;
    if (golden === undefined) throw new Error(`no state of the front page is that of the visitor ${visitor}`);
    return {
      databasePath,
      frontPage: { states, canaries },
      judge: (answer) => judgeAnswer(answer, golden),
      judgeOutside: (answer) => judgeOutside(answer, golden),
    };
  } finally {
    blog.close();
  }
}

/** Without a contract: a complete 2xx with the text that the target expects will do. */
function judgeExpected({ request }: Pick<Target, 'request'>): JudgePage {
  return ({ status, headers, body, brokenOff }) => {
    if (brokenOff !== undefined) return `the answer broke off after ${body.length} bytes: ${brokenOff}`;
    if (status < 200 || status > 299) return `the status is ${status}`;
    if (request.expect === null || body.includes(request.expect)) return null;
    return `the page does not hold ${JSON.stringify(request.expect)}${otherEncoding(headers['content-type'], request.expect)}`;
  };
}

/** What is expected is looked for in UTF-8. */
function otherEncoding(type: string | undefined, expected: string): string {
  const charset = /charset="?([\w-]+)/i.exec(type ?? '')?.[1] ?? 'utf-8';
  const isPlain = /^[\x20-\x7e]*$/.test(expected);
  return isPlain || /^utf-?8$/i.test(charset)
    ? ''
    : ` in UTF-8, for it is written in ${charset}: expect letters of ASCII`;
}

/** How a target's page is judged: by its contract, by the blog that it serves outside of it, or by what it expects. */
export function judgeOf(target: Target, contract: BlogContract | null): JudgePage {
  if (contract === null || target.serves === null) return judgeExpected(target);
  return target.contract === null ? contract.judgeOutside : contract.judge;
}
