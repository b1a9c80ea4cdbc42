import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { faultOf } from '../contract/deviations.ts';
import { parseDurationUs } from '../model/duration.ts';
import { type BuildCommand, type Target, type TargetManifest, targetSchema } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import { readJson } from './read-json.ts';
import { statOrNull } from './stat-or-null.ts';

const defaultReadyMs = 30_000;

/**
 * Reads a folder's `target.json`.
 * @param cwd what messages show the path relative to
 * @throws UsageError where there is none, or it is broken: with field and reason
 */
export function readManifest(folder: string, cwd: string): TargetManifest {
  const path = join(folder, 'target.json');
  const shown = showPath(path, cwd);
  const found = statOrNull(folder);
  if (found === null) throw new UsageError(`There is no folder ${showPath(folder, cwd)}`);
  if (!found.isDirectory()) {
    throw new UsageError(
      `${showPath(folder, cwd)} is a file, not a folder`,
      'A target is named by the folder that holds its target.json.',
    );
  }
  if (!existsSync(path)) {
    throw new UsageError(
      `There is no target.json in ${folder === cwd ? 'the current folder' : showPath(folder, cwd)}`,
      'A target needs one with at least {"name": "my-app", "start": ["node", "server.js"]}.',
    );
  }
  const manifest: TargetManifest = readJson(path, targetSchema, shown);
  refuseMeasure(manifest, shown);
  const root = resolve(folder, manifest.root ?? '.');
  if (!existsSync(root)) {
    throw new UsageError(`${shown}: "root" is ${JSON.stringify(manifest.root)}, and there is no such folder`);
  }
  readyTimeoutMs(manifest, shown);
  refuseDeviations(manifest.deviations, shown, 'deviations');
  for (const [name, { deviations }] of Object.entries(manifest.variants ?? {})) {
    refuseDeviations(deviations, shown, `variants.${name}.deviations`);
  }
  return manifest;
}

function refuseMeasure({ contract, measure, variants = {} }: TargetManifest, shown: string): void {
  if (contract === undefined) return;
  if (measure !== undefined) {
    throw new UsageError(
      `${shown}: "measure" cannot stand beside "contract", which owns the measured request`,
      'Leave one of the two out.',
    );
  }
  for (const [name, variant] of Object.entries(variants)) {
    if (variant.measure === undefined || variant.contract === null) continue;
    throw new UsageError(
      `${shown}: "variants.${name}.measure" cannot stand beside the contract, which owns the measured request`,
      'Say "contract": null in the variant, if it is to be measured outside of the contract.',
    );
  }
}

/** What makes a page what it is cannot be declared away. */
function refuseDeviations(deviations: TargetManifest['deviations'], shown: string, field: string): void {
  for (const [i, deviation] of (deviations ?? []).entries()) {
    const fault = faultOf(deviation);
    if (fault !== null) throw new UsageError(`${shown}: "${field}[${i}]": ${fault}`);
  }
}

/**
 * Applies a variant to a manifest and fills in every default.
 * @param folder absolute path
 * @param variant null for the target as it stands
 * @param label null: `name`, or `name:variant`
 * @throws UsageError with the list of variants where there is no such one
 */
export function completeTarget(
  manifest: TargetManifest,
  folder: string,
  variant: string | null,
  label: string | null,
): Target {
  const { name } = manifest;
  const change = variant === null ? {} : findVariant(manifest, variant);
  const title = manifest.title ?? name;
  const measured = { ...manifest.measure, ...change.measure };
  const request = {
    method: measured.method ?? 'GET',
    path: measured.path ?? '/',
    headers: { ...manifest.measure?.headers, ...change.measure?.headers },
    body: measured.body ?? null,
    expect: measured.expect ?? null,
  };
  return {
    name,
    variant,
    label: label ?? (variant === null ? name : `${name}:${variant}`),
    title: change.title ?? (variant === null ? title : `${title} (${variant})`),
    language: manifest.language ?? null,
    class: change.class ?? manifest.class ?? null,
    path: folder,
    contract: change.contract === null ? null : (manifest.contract ?? null),
    serves: manifest.contract ?? null,
    requires: change.requires ?? manifest.requires ?? [],
    build: (change.build ?? manifest.build ?? []).map((step) => buildCommand(step, folder)),
    inputs: manifest.inputs ?? null,
    outputs: manifest.outputs ?? [],
    buildEnv: manifest.buildEnv ?? [],
    root: resolve(folder, manifest.root ?? '.'),
    start: change.start ?? manifest.start,
    env: { ...manifest.env, ...change.env },
    running: null,
    port: manifest.port ?? null,
    ready: {
      path: manifest.ready?.path ?? null,
      timeoutMs: readyTimeoutMs(manifest, name),
    },
    request,
    deviations: change.deviations ?? manifest.deviations ?? [],
  };
}

/** Relative where that is shorter to read: not upward. */
function showPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') ? path : short;
}

type BuildStep = NonNullable<TargetManifest['build']>[number];

function buildCommand(step: BuildStep, folder: string): BuildCommand {
  if (!('run' in step)) return { run: step, cwd: folder };
  const { run, cwd = '.', env } = step;
  return { run, cwd: resolve(folder, cwd), ...(env === undefined ? {} : { env }) };
}

type Variant = NonNullable<TargetManifest['variants']>[string];

function findVariant({ name, variants = {} }: TargetManifest, variant: string): Variant {
  const found = Object.hasOwn(variants, variant) ? variants[variant] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(variants);
  throw new UsageError(
    `--target: "${name}" has no variant "${variant}"`,
    names.length === 0 ? 'It declares none.' : `It has: ${names.join(', ')}.`,
  );
}

function readyTimeoutMs({ ready }: TargetManifest, shown: string): number {
  if (ready?.timeout === undefined) return defaultReadyMs;
  const us = parseDurationUs(ready.timeout);
  if (us !== null && us > 0) return us / 1_000;
  throw new UsageError(
    `${shown}: "ready.timeout" is ${JSON.stringify(ready.timeout)}`,
    'Write a length of time, like "30s".',
  );
}
