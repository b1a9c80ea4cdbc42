import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Plan } from '../../src/model/plan.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { declaredHost } from '../../src/work/declared-host.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { syntheticRun } from '../fixtures/run.ts';

const generator = { via: { ssh: 'loader', directory: 'bench' } };

function runOn(change: Partial<Plan['host']>) {
  const run = syntheticRun({ targets: [{ label: 'app' }], rates: [10] });
  return { plan: { ...run.plan, host: { ...run.plan.host, name: 'near', ...change } } };
}

describe('the host of a stored run', () => {
  it('needs no declaration where it leads nowhere', (t) => {
    const run = runOn({});
    assert.equal(declaredHost(run, '--resume', temporaryFolder(t)), run.plan.host);
  });

  it('leads to a generator only where the configuration says the same', (t) => {
    const run = runOn({ address: '10.0.0.1', generator });
    const cwd = (hosts: object) => temporaryFolder(t, { 'bench.config.json': { hosts } });
    const near = { cpus: 1, address: '10.0.0.1', generator };
    assert.equal(declaredHost(run, '--resume', cwd({ near })), run.plan.host);
    const others = [
      {},
      { near: { ...near, generator: { via: { ssh: 'other', directory: 'bench' } } } },
      { near: { cpus: 1 } },
    ];
    for (const hosts of others) {
      assert.throws(
        () => declaredHost(run, '--resume', cwd(hosts)),
        (error: unknown) => {
          assert.ok(error instanceof UsageError);
          assert.match(error.message, /^--resume: the run's host near leads to another machine/);
          assert.match(error.hint ?? '', /"generator":\{"via":\{"ssh":"loader"/);
          return true;
        },
      );
    }
  });
});
