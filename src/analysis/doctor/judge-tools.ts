import type { DoctorLine, ToolsOfTarget } from '../../model/examination.ts';
import { listed, sentence, times } from '../findings/phrases.ts';
import { line } from './line.ts';

/** Is there what the built-in targets are built and started with? */
export function judgeTools(tools: readonly ToolsOfTarget[]): DoctorLine[] {
  if (tools.length === 0) return [];
  const lacking = tools.filter(({ missing }) => missing.length > 0);
  const ready = tools.length - lacking.length;
  const advice = lacking.map(({ target, missing }) => {
    const hints = missing.map(({ what, hint }) => sentence(hint ?? `${what} has to be installed`));
    return `${target}: ${hints.join(' ')}`;
  });
  const value =
    lacking.length === 0
      ? `there for all ${times(tools.length, 'built-in target')}`
      : `there for ${ready} of ${times(tools.length, 'built-in target')}; not for ${listed(lacking.map(({ target }) => target))}`;
  return [
    line(
      'toolchains',
      lacking.length === 0 ? 'good' : 'doubtful',
      value,
      'A target is built on first use, with the tools of its language.',
      advice.join(' '),
    ),
  ];
}
