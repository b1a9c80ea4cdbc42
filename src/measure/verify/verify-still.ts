/** Still: nothing writes to the database, and nothing appears beside it. */
import { frontPageRequest } from '../../contract/request.ts';
import type { State } from '../../contract/states.ts';
import { ask, eachOf } from './ask.ts';
import type { Inspection } from './inspection.ts';
import type { VerifiedBlog } from './verified-blog.ts';

const requests = 1_000;

const connections = 8;

/**
 * Asks for the front page a thousand times and compares the database with what it was.
 * @param hashBefore of the database, before the server was started
 */
export async function compareStill(
  { server, findings, signal }: Inspection,
  blog: Pick<VerifiedBlog, 'hash' | 'filesBeside'>,
  states: readonly State[],
  hashBefore: string,
): Promise<void> {
  const asked = Array.from({ length: requests }, (_, i) => states[i % states.length]).filter(
    (state) => state !== undefined,
  );
  let refused = 0;
  await eachOf(asked, server, connections, async ({ cookie }, caller) => {
    const answer = await ask(server, frontPageRequest(cookie), signal, caller);
    if (typeof answer === 'string' || answer.status !== 200) refused++;
  });
  const beside = await blog.filesBeside();
  const differences = [
    ...(refused === 0 ? [] : [`${refused} of them were not answered with status 200`]),
    ...((await blog.hash()) === hashBefore
      ? []
      : ['the database is not the same, byte for byte: something wrote to it']),
    ...(beside.length === 0 ? [] : [`beside the database there is now ${beside.join(', ')}`]),
  ];
  findings.add('still', `after ${requests.toLocaleString('en-US')} requests`, differences, requests);
}
