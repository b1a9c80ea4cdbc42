import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { builtInTargets, type DeclaredTarget } from '../files/choose-targets.ts';
import { completeTarget, readManifest } from '../files/load-target.ts';
import { environmentFor } from '../measure/server/environment.ts';
import { checkRequirements, type RequirementCheck, unmetSentence } from '../measure/server/requirements.ts';
import type { ToolSurroundings } from '../measure/server/versions.ts';
import type { Target } from '../model/target.ts';
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
    .action((flags: TargetsFlags) => run((context) => listTargets(flags, context)));
};

/** A target or a variant of one, as `--target` names it. */
interface ListedTarget {
  /** What to write behind `--target`. */
  readonly reference: string;
  readonly target: Target;
  readonly requires: readonly RequirementCheck[];
}

async function listTargets({ json }: TargetsFlags, { surroundings, interrupts }: Context): Promise<number> {
  const { cwd, env, stdout } = surroundings;
  const listed: ListedTarget[] = [];
  for (const declared of declaredTargets(cwd)) {
    for (const variant of [null, ...Object.keys(declared.manifest.variants ?? {})]) {
      const target = completeTarget(declared.manifest, declared.folder, variant, null);
      const tools: ToolSurroundings = {
        env: environmentFor(target, env),
        cwd: target.path,
        signal: interrupts.signal,
      };
      const place = declared.folder === cwd ? '.' : target.name;
      const reference = variant === null ? place : `${place}:${variant}`;
      listed.push({ reference, target, requires: await checkRequirements(target, tools) });
    }
  }
  const paint = createPaint(colorLevel(env, stdout.isTerminal));
  stdout.write(json === true ? asJson(listed) : `${asText(listed, paint).join('\n')}\n`);
  return 0;
}

function declaredTargets(cwd: string): DeclaredTarget[] {
  const builtIn = builtInTargets(cwd);
  const here = existsSync(join(cwd, 'target.json')) && !builtIn.some(({ folder }) => folder === cwd);
  return here ? [{ folder: cwd, manifest: readManifest(cwd, cwd) }, ...builtIn] : builtIn;
}

const asJson = (listed: readonly ListedTarget[]): string =>
  `${JSON.stringify(
    listed.map(({ reference, target, requires }) => ({
      reference,
      name: target.name,
      variant: target.variant,
      title: target.title,
      language: target.language,
      class: target.class,
      path: target.path,
      contract: target.contract,
      requires,
      ready: requires.every(({ met }) => met),
    })),
    null,
    2,
  )}\n`;

function asText(listed: readonly ListedTarget[], paint: Paint): string[] {
  if (listed.length === 0) return ['There are no targets here.'];
  const nameColumns = Math.max(...listed.map(({ reference }) => widthOf(printable(reference))));
  const whatColumns = Math.max(
    0,
    ...listed.flatMap(({ requires }) => requires.map(({ what }) => widthOf(printable(what)))),
  );
  return listed.flatMap(({ reference, target, requires }) => {
    const name = padded(printable(reference), nameColumns);
    const facts = [target.language, target.class].filter((fact) => fact !== null);
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
