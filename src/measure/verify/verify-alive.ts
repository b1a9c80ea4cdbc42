/** Alive: what changes in the database shows in the next answer, so nothing is kept. */
import { decoded } from '../../contract/decoded.ts';
import { frontPageRequest } from '../../contract/request.ts';
import type { State } from '../../contract/states.ts';
import { checkText } from '../../contract/text.ts';
import { ask } from './ask.ts';
import type { Inspection } from './inspection.ts';
import type { VerifiedBlog } from './verified-blog.ts';

/**
 * Changes the blog while the server runs, and compares the next answer in every state. Where a page is wrong before
 * anything has changed, nothing can be said: the check of its text does.
 */
export async function compareAlive(inspection: Inspection, blog: VerifiedBlog): Promise<void> {
  const { findings } = inspection;
  const right = new Set<string>();
  for (const state of blog.states()) {
    if ((await whatDiffers(inspection, state)).length === 0) right.add(state.name);
  }
  for (const [when, change] of [
    ['after a title was changed', 'title'],
    ['after a post was published', 'publish'],
  ] as const) {
    const why = await blog.change(change);
    if (why !== null)
      findings.add('alive', when, [`the database cannot be changed while it is served: ${why}`]);
    for (const state of why === null ? blog.states() : []) {
      if (!right.has(state.name)) continue;
      findings.add('alive', `${when}, ${state.name}`, await whatDiffers(inspection, state));
    }
  }
}

async function whatDiffers(
  { server, signal }: Inspection,
  { cookie, golden }: State,
): Promise<readonly string[]> {
  const answer = await ask(server, frontPageRequest(cookie), signal);
  return typeof answer === 'string' ? [answer] : checkText(decoded(answer).toString('utf8'), golden);
}
