import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { place } from '../../src/plan/place.ts';

type Asked = 'auto' | 'shared' | 'split';

const cores = (n: number, threads: number): number[][] =>
  Array.from({ length: n }, (_, core) => Array.from({ length: threads }, (_, t) => core + t * n));

describe('placement', () => {
  const table: {
    says: string;
    asked: Asked;
    host: number;
    cpus?: number;
    siblings: number[][];
    resolved: 'shared' | 'split';
    server: number[];
    generator: number[];
    reducedTo?: number;
  }[] = [
    {
      says: 'auto on a machine of the host’s size: both on all of it',
      asked: 'auto',
      host: 2,
      siblings: [[0, 1]],
      resolved: 'shared',
      server: [0, 1],
      generator: [0, 1],
    },
    {
      says: 'auto on a smaller machine: both on what there is',
      asked: 'auto',
      host: 4,
      siblings: [[0, 1]],
      resolved: 'shared',
      server: [0, 1],
      generator: [0, 1],
    },
    {
      says: 'auto on a larger machine: the server gets a whole core, the generator other cores',
      asked: 'auto',
      host: 2,
      siblings: cores(4, 2),
      resolved: 'split',
      server: [0, 4],
      generator: [1, 2, 3, 5],
    },
    {
      says: 'the other thread of the server’s core stays idle where there are cores enough',
      asked: 'auto',
      host: 1,
      siblings: cores(2, 2),
      resolved: 'split',
      server: [0],
      generator: [1, 3],
    },
    {
      says: 'a shared core is taken where there is no other',
      asked: 'auto',
      host: 1,
      siblings: [[0, 1]],
      resolved: 'split',
      server: [0],
      generator: [1],
    },
    {
      says: 'shared on a larger machine keeps both on as many CPUs as the host has',
      asked: 'shared',
      host: 2,
      siblings: cores(4, 1),
      resolved: 'shared',
      server: [0, 1],
      generator: [0, 1],
    },
    {
      says: 'split without a spare CPU gives the server the rest, and says how much that is',
      asked: 'split',
      host: 2,
      siblings: [[0], [1]],
      resolved: 'split',
      server: [0],
      generator: [1],
      reducedTo: 1,
    },
    {
      says: 'split on a smaller machine likewise',
      asked: 'split',
      host: 8,
      siblings: cores(4, 1),
      resolved: 'split',
      server: [0, 1, 2],
      generator: [3],
      reducedTo: 3,
    },
    {
      says: 'one CPU cannot be split',
      asked: 'split',
      host: 1,
      siblings: [[3]],
      resolved: 'shared',
      server: [3],
      generator: [3],
    },
    {
      says: 'an outer quota leaves fewer CPUs than there are numbers',
      asked: 'auto',
      host: 2,
      cpus: 2,
      siblings: cores(4, 2),
      resolved: 'shared',
      server: [0, 4],
      generator: [0, 4],
    },
    {
      says: 'a machine that tells no cores has CPUs from 0',
      asked: 'auto',
      host: 2,
      cpus: 8,
      siblings: [],
      resolved: 'split',
      server: [0, 1],
      generator: [2, 3, 4, 5],
    },
  ];
  for (const { says, asked, host, cpus, siblings, resolved, server, generator, reducedTo } of table) {
    it(says, () => {
      assert.deepEqual(place(asked, host, { cpus: cpus ?? siblings.flat().length, siblings }), {
        asked,
        resolved,
        serverCpus: server,
        generatorCpus: generator,
        reducedTo: reducedTo ?? null,
      });
    });
  }

  it('uses CPUs that exist, gives both at least one, and split ones share none', () => {
    const machines = fc
      .tuple(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 2 }))
      .map(([n, threads]) => cores(n, threads));
    const askeds = fc.constantFrom<Asked>('auto', 'shared', 'split');
    fc.assert(
      fc.property(machines, askeds, fc.integer({ min: 1, max: 8 }), (siblings, asked, host) => {
        const all = siblings.flat();
        const placed = place(asked, host, { cpus: all.length, siblings });
        const { serverCpus, generatorCpus } = placed;
        assert.ok(serverCpus.length >= 1 && generatorCpus.length >= 1);
        assert.ok(serverCpus.length <= host);
        for (const cpu of [...serverCpus, ...generatorCpus]) assert.ok(all.includes(cpu));
        const common = serverCpus.filter((cpu) => generatorCpus.includes(cpu));
        assert.equal(common.length, placed.resolved === 'split' ? 0 : serverCpus.length);
        if (asked === 'auto') assert.equal(placed.reducedTo, null);
      }),
    );
  });
});
