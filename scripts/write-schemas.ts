/** Publishes the JSON Schemas of the stored documents: `npm run schemas`. A test keeps them up to date. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analysisSchema } from '../src/model/analysis.ts';
import { checkSchema } from '../src/model/check.ts';
import { comparedSchema } from '../src/model/compared.ts';
import { configSchema } from '../src/model/config.ts';
import { doctorSchema } from '../src/model/examination.ts';
import { runSchema } from '../src/model/run.ts';
import { targetSchema } from '../src/model/target.ts';
import { verificationSchema } from '../src/model/verification.ts';

/** Every published schema as text, by the name of its file. */
export const publishedSchemas: Readonly<Record<string, string>> = {
  'run.schema.json': publish('run.json of framebench', runSchema),
  'target.schema.json': publish('target.json of framebench', targetSchema),
  'analysis.schema.json': publish('The analysis of framebench, as --json prints it', analysisSchema),
  'compare.schema.json': publish('What bench compare --json prints', comparedSchema),
  'doctor.schema.json': publish(
    'What framebench found out about a host, as bench doctor --json prints it',
    doctorSchema,
  ),
  'verification.schema.json': publish('What bench verify --json prints', verificationSchema),
  'check.schema.json': publish('What bench check --json prints', checkSchema),
  'bench.config.schema.json': publish('bench.config.json of framebench', configSchema),
};

function publish(title: string, schema: object): string {
  const head = { $schema: 'https://json-schema.org/draft/2020-12/schema', title };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, '..', 'docs', 'schemas');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(publishedSchemas)) writeFileSync(join(folder, name), text);
}
