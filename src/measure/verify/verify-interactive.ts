/** Interactive: in a real browser, the theme's button acts at once, and its form works without script. */
import { decoded } from '../../contract/decoded.ts';
import { checkInteractive, runsScript } from '../../contract/interactive.ts';
import { frontPageRequest } from '../../contract/request.ts';
import type { State } from '../../contract/states.ts';
import { ask } from './ask.ts';
import type { BlogVisitor } from './browser.ts';
import type { Inspection } from './inspection.ts';

/** Visits the front page without a cookie, once. What sends no script does not hydrate. */
export async function compareInteractive(
  { server, findings, signal }: Inspection,
  states: readonly State[],
  visitor: BlogVisitor,
): Promise<void> {
  const answer = await ask(server, frontPageRequest(null), signal);
  if (typeof answer === 'string') return findings.leaveOut('interactive', 'skipped', answer);
  if (!runsScript(decoded(answer).toString('utf8'))) {
    return findings.leaveOut('interactive', 'not-applicable', 'its page runs no script');
  }
  const seen = await visitor.visit(`http://${server.address}:${server.port}`, signal);
  if (typeof seen !== 'string') {
    const right = { light: goldenOf(states, null), dark: goldenOf(states, 'theme=dark') };
    return findings.add('interactive', 'in a browser', checkInteractive(seen, right));
  }
  if (visitor.isRequired)
    findings.add('interactive', 'under CI=true', [`a browser is required, and ${seen}`], 0);
  else findings.leaveOut('interactive', 'skipped', seen);
}

const goldenOf = (states: readonly State[], cookie: string | null): string =>
  states.find((state) => state.cookie === cookie)?.golden ?? '';
