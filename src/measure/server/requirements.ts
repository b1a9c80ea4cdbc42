/** Is what a target needs on this machine there? A toolchain that is missing is named, with how to get it. */
import { coerce, satisfies, validRange } from 'semver';
import { type RequirementCheck, unmetSentence } from '../../model/requirement-check.ts';
import type { TargetFailure } from '../../model/run.ts';
import type { Requirement } from '../../model/target.ts';
import { hintFor, isKnownTool, isOnPath } from './known-tools.ts';
import { askTool, type ToolContext, toolVersion } from './versions.ts';

/**
 * Looks for everything that a target requires, in the order of its declaration.
 * @throws the signal's reason when aborted
 */
export async function checkRequirements(
  target: { readonly requires: readonly Requirement[] },
  context: ToolContext,
): Promise<RequirementCheck[]> {
  const checks: RequirementCheck[] = [];
  for (const requirement of target.requires) {
    checks.push(
      'tool' in requirement ? await checkTool(requirement, context) : await checkProbe(requirement, context),
    );
  }
  return checks;
}

/**
 * The failure of a target whose requirements are not all met, or null: each missing thing with how to get it. Where a
 * tool is missing, what was looked for with its help is not reported: whether it is there is unknown.
 */
export function missingTools(checks: readonly RequirementCheck[]): TargetFailure | null {
  const unmet = checks.filter(({ met }) => !met);
  if (unmet.length === 0) return null;
  const tools = unmet.filter(({ probed }) => !probed);
  const missing = tools.length === 0 ? unmet : tools;
  return { reason: 'missing-tool', detail: missing.map(unmetSentence).join(' ') };
}

async function checkTool(
  { tool, range, hint }: Extract<Requirement, { readonly tool: string }>,
  context: ToolContext,
): Promise<RequirementCheck> {
  const what = range === undefined ? tool : `${tool} ${range}`;
  const unmet = (problem: string, version: string | null): RequirementCheck => ({
    what,
    probed: false,
    met: false,
    version,
    problem,
    hint: hint ?? hintFor(tool),
  });
  if (range !== undefined && validRange(range) === null) {
    return { ...unmet(`"${range}" is no range of versions`, null), hint: 'correct it in target.json' };
  }
  if (!(await isOnPath(tool, context.env))) {
    return unmet(`${tool} is not installed, or not on the PATH`, null);
  }
  // A range says that the program has a version; else only known tools are run for it.
  const tells = range !== undefined || isKnownTool(tool);
  const version = tells ? await toolVersion(tool, context) : null;
  if (range !== undefined && version === null) {
    return unmet(`${tool} does not tell its version, and ${range} is needed`, null);
  }
  if (range === undefined || (version !== null && fits(version, range))) {
    return { what, probed: false, met: true, version, problem: null, hint: null };
  }
  return unmet(`${tool} is ${version}, and ${range} is needed`, version);
}

const fits = (version: string, range: string): boolean => satisfies(coerce(version) ?? '', range);

async function checkProbe(
  { probe, what, hint }: Extract<Requirement, { readonly probe: readonly string[] }>,
  context: ToolContext,
): Promise<RequirementCheck> {
  const command = probe.join(' ');
  const common = { what: what ?? command, probed: true, version: null };
  const { outcome, exitCode } = await askTool(probe, context);
  if (outcome === 'ok') return { ...common, met: true, problem: null, hint: null };
  const program = probe[0] ?? '';
  const reason =
    outcome === 'missing'
      ? `${program} is not installed, or not on the PATH`
      : `\`${command}\` fails${exitCode === null ? '' : ` with exit code ${exitCode}`}`;
  const problem = what === undefined ? reason : `${what} is missing: ${reason}`;
  return { ...common, met: false, problem, hint: hint ?? hintFor(program) };
}
