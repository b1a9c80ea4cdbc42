import { type RequirementCheck, unmetSentence } from '../model/requirement-check.ts';
import { type ListedTarget, listTargets } from '../work/list-targets.ts';
import type { AddCommand, Context } from './command.ts';
import { printable } from './printable.ts';
import { colorLevel, createPaint, type Paint, padded, widthOf } from './terminal/paint.ts';

interface TargetsFlags {
  readonly json?: true;
}

/** `bench targets`: what can be measured here. */
export const addTargets: AddCommand = (program, run) => {
  program
    .command('targets')
    .summary('list targets, their variants and what each needs')
    .description(
      'Lists the targets that are here, their variants, what each one needs, and whether it is there.',
    )
    .option('--json', 'as JSON')
    .action((flags: TargetsFlags) => run((context) => printTargets(flags, context)));
};

async function printTargets({ json }: TargetsFlags, { surroundings, caller }: Context): Promise<number> {
  const { env, stdout } = surroundings;
  const listed = await listTargets(caller);
  const paint = createPaint(colorLevel(env, stdout.isTerminal));
  stdout.write(json === true ? asJson(listed) : `${asText(listed, paint).join('\n')}\n`);
  return 0;
}

const asJson = (listed: readonly ListedTarget[]): string =>
  `${JSON.stringify(listed.map(factsOf), null, 2)}\n`;

const factsOf = ({ reference, target, requires, lines }: ListedTarget) => ({
  reference,
  name: target.name,
  variant: target.variant,
  title: target.title,
  language: target.language,
  class: target.class,
  path: target.path,
  contract: target.contract,
  lines,
  requires,
  ready: requires.every(({ met }) => met),
});

function asText(listed: readonly ListedTarget[], paint: Paint): string[] {
  if (listed.length === 0) return ['There are no targets here.'];
  const nameColumns = Math.max(...listed.map(({ reference }) => widthOf(printable(reference))));
  const whatColumns = Math.max(
    0,
    ...listed.flatMap(({ requires }) => requires.map(({ what }) => widthOf(printable(what)))),
  );
  return listed.flatMap(({ reference, target, requires, lines }) => {
    const name = padded(printable(reference), nameColumns);
    const size = lines === null ? null : `${lines} lines`;
    const facts = [target.language, target.class, size].filter((fact) => fact !== null);
    return [
      [paint.bold(name), printable(target.title), paint.quiet(facts.map(printable).join('  '))].join('  '),
      ...requires.map((check) => `${' '.repeat(nameColumns)}  ${requirementLine(check, whatColumns, paint)}`),
    ];
  });
}

function requirementLine(check: RequirementCheck, columns: number, paint: Paint): string {
  const what = padded(printable(check.what), columns);
  if (!check.met) return `${paint.bad('✗')} ${what}  ${paint.bad(printable(unmetSentence(check)))}`;
  return `${paint.good('✓')} ${what}${check.version === null ? '' : `  ${printable(check.version)}`}`;
}
