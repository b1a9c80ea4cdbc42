/** What a script prints. With `--write` it is kept in docs/results/<date>.md too, below the command that made it. */
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';

const [, script = '', ...words] = process.argv;
const lines: string[] = [];

/** What the script was asked for. */
export const args: readonly string[] = words.filter((word) => word !== '--write');

export function print(line: string): void {
  console.log(line);
  lines.push(line);
}

/** The head of a Markdown table. */
export function printHead(...names: readonly string[]): void {
  printRow(...names);
  print(`|${' --- |'.repeat(names.length)}`);
}

export const printRow = (...cells: readonly (string | number)[]): void => print(`| ${cells.join(' | ')} |`);

if (args.length < words.length) process.on('exit', (code) => code === 0 && keep());

function keep(): void {
  const folder = join(import.meta.dirname, '..', 'docs', 'results');
  const date = new Date().toISOString().slice(0, 10);
  const path = join(folder, `${date}.md`);
  const command = ['node', `bench/${basename(script)}`, ...args].join(' ');
  const machine = `${cpus().length} CPUs (${cpus()[0]?.model ?? 'unknown'}), ${process.platform}, Node ${process.version}`;
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path)) appendFileSync(path, `# Results of ${date}\n`);
  appendFileSync(path, `\n## \`${command}\`\n\n${machine}\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n`);
}
