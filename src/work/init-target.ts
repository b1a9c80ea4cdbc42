import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../files/write-file.ts';
import { UsageError } from '../model/usage-error.ts';
import { type Declaration, declaredManifest } from './declare-target.ts';

const schema = './node_modules/framebench/docs/schemas/target.schema.json';

/**
 * Writes the `target.json` of a declared command into the current folder.
 * @returns its name
 * @throws UsageError where there is one already, no command was declared, or the folder takes no files
 */
export function initTarget(declaration: Declaration, cwd: string): string {
  const path = join(cwd, 'target.json');
  if (declaration.command.length === 0) {
    throw new UsageError(
      'bench init needs the command that starts the server',
      'bench init -- node server.js',
    );
  }
  if (existsSync(path))
    throw new UsageError('There is a target.json already', 'Correct that one, or move it away.');
  const manifest = { $schema: schema, ...declaredManifest(declaration, cwd) };
  writeWhole(path, `${JSON.stringify(manifest, null, 2)}\n`);
  return 'target.json';
}
