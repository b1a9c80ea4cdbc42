import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './folders.ts';

/** The version of this tool, as its package says. */
export function toolVersion(): string {
  const text = readFileSync(join(packageFolder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
