import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completeTarget } from '../../src/files/load-target.ts';
import { describeMachine } from '../../src/measure/host/describe-machine.ts';
import type { Setting } from '../../src/model/examination.ts';
import type { Step } from '../../src/model/run.ts';
import { unsampled } from '../../src/model/unsampled.ts';
import type { RemoteGenerator } from '../../src/work/remote-generator.ts';
import { sendThere } from '../../src/work/send-there.ts';
import { soundSetting } from '../fixtures/examination.ts';
import { syntheticRun } from '../fixtures/run.ts';

const { plan } = syntheticRun({ targets: [{ label: 'app' }], rates: [10] });
const never = new AbortController().signal;

interface Machine {
  readonly cpus?: number;
  readonly pinnedBy?: string | null;
  readonly watched?: Partial<Step['machine']>;
  readonly reaches?: boolean;
}

/** A machine that sends, and writes down what is asked of it. */
function sender(name: string, story: string[], machine: Machine = {}): RemoteGenerator {
  const { cpus = 2, pinnedBy = 'cpuset', watched = {}, reaches = true } = machine;
  const setting: Setting = { ...soundSetting, generator: { pinnedBy, priorityBy: 'nice' } };
  const unasked = () => assert.fail('nobody asks for this here');
  return {
    name,
    vegeta: '12.0.0',
    machine: { ...describeMachine(), cpus, siblings: [] },
    openFiles: null,
    clocks: { roundTripMs: 1, clockOffsetMs: 0, clockUncertaintyMs: 1 },
    lost: never,
    lock: unasked,
    examine: unasked,
    proveReachable: async () => {
      story.push(`${name} tries to reach the server`);
      if (!reaches) throw new Error(`${name} does not reach the server`);
    },
    open: async ({ placement }) => {
      story.push(`${name} opens on CPU ${placement.generatorCpus.join(', ')}`);
      return {
        setting,
        vegetas: [() => assert.fail(name)],
        watchMachine: async () => async () => ({ ...unsampled.machine, ...watched }),
        generatorEnd: {
          engine: { name: 'ours', version: '1' },
          start: unasked,
          tryOut: unasked,
          verify: unasked,
          seePage: async () => {
            story.push(`${name} looks at the page`);
            return { page: { bytes: 1, headerBytes: 1, headers: {} }, expected: { body: null, text: null } };
          },
        },
      };
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

const open = (first: RemoteGenerator, ...others: readonly RemoteGenerator[]) =>
  sendThere({ plan, targets: [], runFolder: '/runs/one' }, [first, ...others], () => undefined);

const server = { address: '10.0.0.1', port: 80 };
const target = { target: completeTarget({ name: 'app', start: ['node'] }, '/app', null, null) };

describe('several machines that send', () => {
  it('are opened each on its own CPUs, and all reach a server before the first looks at it', async () => {
    const story: string[] = [];
    const others = [sender('b', story, { cpus: 1 }), sender('c', story, { cpus: 3 })];
    const { generatorEnd, vegetas } = await open(sender('a', story), ...others);
    await generatorEnd.seePage(server, target, never);
    assert.deepEqual(story, [
      `a opens on CPU ${plan.placement.generatorCpus.join(', ')}`,
      'b opens on CPU 0',
      'c opens on CPU 0, 1, 2',
      'b tries to reach the server',
      'c tries to reach the server',
      'a looks at the page',
    ]);
    assert.equal(vegetas.length, 3);
  });

  it('send nothing where one of them does not reach the server', async () => {
    const story: string[] = [];
    const { generatorEnd } = await open(sender('a', story), sender('b', story, { reaches: false }));
    await assert.rejects(generatorEnd.seePage(server, target, never), /b does not reach the server/);
    assert.ok(!story.includes('a looks at the page'));
  });

  it('are pinned only where all of them are', async () => {
    for (const [pinnedBy, together] of [
      ['cpuset', 'cpuset'],
      [null, null],
    ] as const) {
      const { setting } = await open(sender('a', []), sender('b', [], { pinnedBy }));
      assert.deepEqual(setting.generator, { pinnedBy: together, priorityBy: 'nice' });
    }
  });

  it('add up the SYNs that they sent again, and have the fullest table of ports of them', async () => {
    const watched = async (b: Partial<Step['machine']>) => {
      const a = sender('a', [], { watched: { synRetransmits: 1, timeWaitAtStart: 20 } });
      const { watchMachine } = await open(a, sender('b', [], { watched: b }));
      const { synRetransmits, timeWaitAtStart } = await (await watchMachine())();
      return [synRetransmits, timeWaitAtStart];
    };
    assert.deepEqual(await watched({ synRetransmits: 2, timeWaitAtStart: 10 }), [3, 20]);
    assert.deepEqual(await watched({ synRetransmits: null, timeWaitAtStart: 40 }), [null, 40]);
  });
});
