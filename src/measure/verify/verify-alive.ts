/** Alive: what changes in the database shows in the next answer, so nothing is kept. */
import { decoded } from '../../contract/decoded.ts';
import { frontPageRequest } from '../../contract/request.ts';
import type { State } from '../../contract/states.ts';
import { checkText } from '../../contract/text.ts';
import { ask, type Place } from './ask.ts';
import type { Findings } from './findings.ts';
import type { VerifiedBlog } from './verified-blog.ts';

/**
 * Changes the blog while the server runs, and compares the next answer in every state. Where a page is wrong before
 * anything has changed, nothing can be said: the check of its text does.
 */
export async function compareAlive(
  server: Place,
  blog: VerifiedBlog,
  findings: Findings,
  signal: AbortSignal,
): Promise<void> {
  const right = new Set<string>();
  for (const state of blog.states()) {
    if ((await whatDiffers(server, state, signal)).length === 0) right.add(state.name);
  }
  for (const [when, change] of [
    ['after a title was changed', () => blog.changeTitle()],
    ['after a post was published', () => blog.publish()],
  ] as const) {
    const why = attempt(change);
    if (why !== null)
      findings.add('alive', when, [`the database cannot be changed while it is served: ${why}`]);
    for (const state of why === null ? blog.states() : []) {
      if (!right.has(state.name)) continue;
      findings.add('alive', `${when}, ${state.name}`, await whatDiffers(server, state, signal));
    }
  }
}

async function whatDiffers(
  server: Place,
  { cookie, golden }: State,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const answer = await ask(server, frontPageRequest(cookie), signal);
  return typeof answer === 'string' ? [answer] : checkText(decoded(answer).toString('utf8'), golden);
}

function attempt(change: () => void): string | null {
  try {
    change();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
