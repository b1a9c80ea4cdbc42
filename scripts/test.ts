/** All that `npm test` runs, one stage after another; it ends with what each of them took. */
import { spawnSync } from 'node:child_process';
import { formatWaitMs } from '../src/model/duration.ts';

const stages = [
  'lint',
  'typecheck',
  'build',
  'unit',
  'test:process',
  'test:measure',
  'test:targets',
] as const;

const took: string[] = [];
for (const stage of stages) {
  const began = performance.now();
  const { status } = spawnSync('npm', ['run', stage], { stdio: 'inherit' });
  took.push(`${stage} ${formatWaitMs(performance.now() - began)}`);
  if (status !== 0) {
    process.exitCode = status ?? 1;
    took.push('which failed');
    break;
  }
}
console.log(`\nStages: ${took.join(', ')}`);
