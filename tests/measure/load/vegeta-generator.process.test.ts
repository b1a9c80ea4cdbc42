import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GeneratorBroken } from '../../../src/measure/load/generator.ts';
import { attackCommand, attackTarget } from '../../../src/measure/load/vegeta/attack.ts';
import { type VegetaPlace, vegetaGenerator } from '../../../src/measure/load/vegeta/vegeta-generator.ts';
import type { LoadGenerator, LoadStep, LoadTarget } from '../../../src/measure/seams.ts';
import { Histogram } from '../../../src/model/histogram.ts';
import { temporaryFolder } from '../../files/temporary-folder.ts';
import { fakeVegeta } from '../../fixtures/fake-vegeta.ts';

const step: LoadStep = {
  ratePerSecond: 1_000,
  scheduled: 500,
  windowMs: 500,
  seed: 9,
  arrivals: 'constant',
  timeoutMs: 2_000,
  maxConnections: 64,
  ownCpus: false,
};

const target: LoadTarget = {
  address: '127.0.0.1',
  port: 8_080,
  request: {
    method: 'POST',
    path: '/a?b=1',
    headers: { 'accept-encoding': 'identity', host: 'blog.example', origin: '{origin}' },
    body: 'title=ä',
    expect: null,
  },
  expected: { body: null, text: null },
};

const asked: string[] = [];
const own: LoadGenerator = {
  pid: 1,
  warm: async () => {
    asked.push('warm');
    return { requests: 0, ms: 0, settled: null, windows: [] };
  },
  probe: async () => {
    asked.push('probe');
    return [];
  },
  run: async () => assert.fail('ours has no steps to run'),
  [Symbol.asyncDispose]: async () => {
    asked.push('ended');
  },
};

/** A place whose vegeta is that program; remembers what it was asked for. */
const placeOf =
  (program: string, commands: (readonly string[])[] = []): VegetaPlace =>
  ({ file, args }) => {
    commands.push(args);
    return { file, args: args.map((word) => (word === 'vegeta' ? program : word)) };
  };

const never = new AbortController().signal;

describe('vegeta as the generator', () => {
  it('sends a step from one place', async (t) => {
    const commands: (readonly string[])[] = [];
    const place = placeOf(fakeVegeta(temporaryFolder(t)), commands);
    const seen = await vegetaGenerator(own, [place]).run(target, step, never);
    assert.deepEqual(seen.requests, { scheduled: 500, sent: 500, succeeded: 500, failed: 0, shed: 0 });
    assert.deepEqual([seen.ratePerSecond, seen.durationMs, seen.seed], [1_000, 500, 9]);
    // To the width of a range of the histogram.
    assert.equal(Math.round(Histogram.decode(seen.latency).maxUs / 10), 300);
    assert.ok(commands[0]?.includes('-rate=1/1000000ns') && commands[0].includes('-duration=500000000ns'));
  });

  it('splits a rate over several places, and adds up what comes back', async (t) => {
    const commands: (readonly string[])[] = [];
    const place = placeOf(fakeVegeta(temporaryFolder(t)), commands);
    const seen = await vegetaGenerator(own, [place, place]).run(target, step, never);
    assert.equal(seen.requests.succeeded, 500);
    assert.equal(seen.durationMs, 500);
    assert.deepEqual(
      commands.map((args) => args.filter((word) => /^-(rate|duration)=/.test(word))),
      [1, 2].map(() => ['-rate=1/2000000ns', '-duration=500000000ns']),
    );
  });

  it('makes a step void when one of its processes is lost', async (t) => {
    const folder = temporaryFolder(t);
    const places = ['vegeta', 'vegeta-lost'].map((name) => placeOf(fakeVegeta(folder, name)));
    const seen = await vegetaGenerator(own, places).run(target, step, never);
    assert.deepEqual(seen.failures, { 'no-record': 125 });
    assert.equal(seen.requests.scheduled, 500);
  });

  it('makes a step void when one of them prints something else', async (t) => {
    const folder = temporaryFolder(t);
    const places = ['vegeta', 'vegeta-garbled'].map((name) => placeOf(fakeVegeta(folder, name)));
    const seen = await vegetaGenerator(own, places).run(target, step, never);
    assert.deepEqual(seen.failures, { 'no-record': 250 });
  });

  it('is broken where none sends anything, and says why', async (t) => {
    const place = placeOf(`${temporaryFolder(t)}/nothing`);
    await assert.rejects(vegetaGenerator(own, [place]).run(target, step, never), (error) => {
      assert.ok(error instanceof GeneratorBroken);
      assert.match(error.message, /vegeta sent nothing: .*not found/);
      return true;
    });
  });

  it('ends when it is told to, with all that it started', async (t) => {
    const place = placeOf(fakeVegeta(temporaryFolder(t), 'vegeta-endless'));
    const stop = new AbortController();
    const running = vegetaGenerator(own, [place]).run(target, step, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(running, /enough/);
  });

  it('leaves warm-up and probes to ours, and ends it with itself', async () => {
    {
      await using both = vegetaGenerator(own, [placeOf('none')]);
      await both.warm(target, { mode: 'time', minRequests: 0, minMs: 0, capMs: 0, timeoutMs: 1 }, never);
      await both.probe(target, 1, 1, never);
    }
    assert.deepEqual(asked.splice(0), ['warm', 'probe', 'ended']);
  });
});

describe('what vegeta is asked for', () => {
  it('is the measured request, with names that Go finds', () => {
    assert.deepEqual(JSON.parse(attackTarget(target)), {
      method: 'POST',
      url: 'http://127.0.0.1:8080/a?b=1',
      header: {
        'Accept-Encoding': ['identity'],
        Host: ['blog.example'],
        Origin: ['http://127.0.0.1:8080'],
      },
      body: Buffer.from('title=ä').toString('base64'),
    });
  });

  it('never follows a redirect, and keeps to our connections and time-out', () => {
    const { args } = attackCommand(target, { requests: 10, gapNs: 5 }, step);
    for (const flag of ['-redirects=-1', '-max-connections=64', '-timeout=2000ms', '-max-body=0'])
      assert.ok(args.includes(flag), flag);
    assert.ok(attackCommand({ address: '::1' }, { requests: 1, gapNs: 1 }, step).args.includes('-laddr=::'));
  });
});
