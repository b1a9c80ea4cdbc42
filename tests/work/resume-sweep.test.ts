import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { completeTarget } from '../../src/files/load-target.ts';
import type { Link } from '../../src/model/part.ts';
import type { Machine, Run } from '../../src/model/run.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { planTarget } from '../../src/plan/make-plan.ts';
import { askAs } from '../../src/work/ask-as.ts';
import { resumeSweep } from '../../src/work/resume-sweep.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { syntheticRun } from '../fixtures/run.ts';

const manifest = { name: 'app', start: ['node', 'server.js'] };

/** An interrupted run of a target that is on the disk. */
function interrupted(t: TestContext, change: (run: Run) => object = () => ({})) {
  const cwd = temporaryFolder(t, { 'app/target.json': manifest });
  const target = completeTarget(manifest, join(cwd, 'app'), null, null);
  const synthetic = syntheticRun({
    targets: [{ label: 'app' }],
    rates: [10, 100, 1_000],
    interruptedAfter: 1,
  });
  const run: Run = {
    ...synthetic,
    targets: synthetic.targets.map((record) => ({
      ...record,
      name: 'app',
      variant: null,
      path: target.path,
    })),
    plan: { ...synthetic.plan, targets: [planTarget(askAs(synthetic.plan.visitor, target))] },
  };
  const stored = { ...run, ...change(run) };
  return { cwd: temporaryFolder(t, { 'run/run.json': stored }), run, machine: run.host.machine };
}

type World = ReturnType<typeof interrupted> & { readonly link?: Link };

const resume = ({ cwd, run, machine, link }: World, version = run.tool.version) =>
  resumeSweep('run', { cwd, version }).decide({
    machine,
    servers: null,
    generators: [],
    link: link ?? null,
    [Symbol.asyncDispose]: async () => undefined,
  });

const refusal = (says: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UsageError, `${error}`);
  assert.match(error.message, says);
  return true;
};

describe('going on with a run', () => {
  it('keeps its plan, its folder and its targets, and expects to need less time', (t) => {
    const world = interrupted(t);
    const decided = resume(world);
    assert.deepEqual(decided.plan, world.run.plan);
    assert.equal(decided.runFolder, join(world.cwd, 'run'));
    assert.deepEqual(
      decided.targets.map(({ label, start }) => [label, start]),
      [['app', ['node', 'server.js']]],
    );
    assert.deepEqual(decided.resumed, world.run);
    const unmeasured = interrupted(t, (run) => ({
      targets: run.targets.map((target) => ({ ...target, rounds: [] })),
    }));
    assert.ok(decided.expectedMs > 0 && decided.expectedMs < resume(unmeasured).expectedMs);
  });

  it('also where the tool was killed and could not say that it was interrupted', (t) => {
    assert.ok(resume(interrupted(t, () => ({ interrupted: null, finishedAt: null }))).resumed !== null);
  });

  it('is refused where the tool is another', (t) => {
    assert.throws(() => resume(interrupted(t), '99.0.0'), refusal(/bench has changed .* and is 99\.0\.0/));
  });

  const machines: [what: string, change: object, sentence: RegExp][] = [
    ['another CPU', { cpuModel: 'Z80' }, /the CPU model has changed .* and is Z80/],
    ['more CPUs', { cpus: 64 }, /the number of CPUs has changed/],
    ['less memory', { memoryBytes: 1 }, /the memory has changed/],
    ['another kernel', { kernel: 'Linux 9' }, /the kernel has changed .* and is Linux 9/],
    ['another Node', { node: 'v99.0.0' }, /Node has changed .* and is v99\.0\.0/],
  ];
  for (const [what, change, sentence] of machines) {
    it(`is refused where the machine has ${what}`, (t) => {
      const world = interrupted(t);
      assert.throws(() => resume({ ...world, machine: { ...world.machine, ...change } }), refusal(sentence));
    });
  }

  it('is refused where it was loaded from another machine than now', (t) => {
    const machine = { ...syntheticRun({ targets: [{ label: 'app' }], rates: [10] }).host.machine, cpus: 2 };
    const clocks = { roundTripMs: 1, clockOffsetMs: 0, clockUncertaintyMs: 1 };
    const linkFrom = (generator: Machine): Link => ({ address: '10.0.0.1', ...clocks, generator });
    const world = interrupted(t, (run) => ({
      parts: run.parts.map((part) => ({ ...part, link: linkFrom(machine) })),
    }));
    assert.ok(resume({ ...world, link: linkFrom(machine) }).resumed !== null);
    assert.throws(
      () => resume({ ...world, link: linkFrom({ ...machine, cpus: 64 }) }),
      refusal(/the number of CPUs of the generator’s machine has changed .* it was 2 and is 64/),
    );
    const withOther = (other: Machine): Link => ({ ...linkFrom(machine), others: [other] });
    const several = interrupted(t, (run) => ({
      parts: run.parts.map((part) => ({ ...part, link: withOther(machine) })),
    }));
    assert.throws(
      () => resume({ ...several, link: withOther({ ...machine, cpus: 8 }) }),
      refusal(/the number of CPUs of the generator’s machine 2 has changed .* it was 2 and is 8/),
    );
  });

  it('is refused where the target is asked for another page now', (t) => {
    const world = interrupted(t, (run) => ({
      plan: {
        ...run.plan,
        targets: run.plan.targets.map((target) => ({
          ...target,
          request: { ...target.request, path: '/before' },
        })),
      },
    }));
    assert.throws(() => resume(world), refusal(/the request of app has changed .*"\/before"/));
  });

  it('is refused where the target is gone', (t) => {
    const world = interrupted(t, (run) => ({
      targets: run.targets.map((target) => ({ ...target, path: '/nowhere/app' })),
    }));
    assert.throws(() => resume(world), refusal(/no folder .*nowhere\/app/));
  });
});
