import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GeneratorBroken } from '../../../src/measure/load/generator.ts';
import { attackCommand, attackTarget } from '../../../src/measure/load/vegeta/attack.ts';
import { sharesOf, vegetaGenerator } from '../../../src/measure/load/vegeta/vegeta-generator.ts';
import { vegetaHere } from '../../../src/measure/load/vegeta/vegeta-here.ts';
import type { VegetaPlace } from '../../../src/measure/load/vegeta/vegeta-place.ts';
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
const placeOf = (program: string, commands: (readonly string[])[] = []): VegetaPlace =>
  vegetaHere(({ file, args }) => {
    commands.push(args);
    return { file, args: args.map((word) => (word === 'vegeta' ? program : word)) };
  });

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

  it('gives each an equal share, or one more, and no less than all of it', async (t) => {
    for (const [scheduled, hosts, shares] of [
      [500, 2, [250, 250]],
      [500, 3, [167, 167, 166]],
      [5, 3, [2, 2, 1]],
      [3, 1, [3]],
    ] as const)
      assert.deepEqual(sharesOf(scheduled, hosts), shares);
    const commands: (readonly string[])[] = [];
    const place = placeOf(fakeVegeta(temporaryFolder(t)), commands);
    const seen = await vegetaGenerator(own, [place, place, place]).run(target, step, never);
    assert.equal(seen.requests.succeeded, 500);
    assert.ok(commands.every((args) => args.includes('-rate=1/3000000ns')));
    // 64 connections are shared as well.
    assert.ok(commands.every((args) => args.includes('-max-connections=22')));
    const few = { ...step, scheduled: 2, windowMs: 2 };
    assert.equal(
      (await vegetaGenerator(own, [place, place, place]).run(target, few, never)).requests.sent,
      2,
    );
    assert.equal(commands.length, 5, 'nobody is asked to send nothing');
  });

  it('prepares all places before the first of them sends', async (t) => {
    const program = fakeVegeta(temporaryFolder(t));
    const story: string[] = [];
    const told = (name: string): VegetaPlace => {
      const place = placeOf(program);
      return async (attack) => {
        const waiting = await place(attack);
        story.push(`${name} is prepared`);
        return {
          send: (signal) => {
            story.push(`${name} sends`);
            return waiting.send(signal);
          },
          [Symbol.asyncDispose]: () => waiting[Symbol.asyncDispose](),
        };
      };
    };
    await vegetaGenerator(own, [told('a'), told('b')]).run(target, step, never);
    assert.deepEqual(story, ['a is prepared', 'b is prepared', 'a sends', 'b sends']);
  });

  it('ends those that are prepared when another cannot be, and sends nothing', async () => {
    const ended: string[] = [];
    const prepared: VegetaPlace = async () => ({
      send: async () => assert.fail('nothing is to be sent'),
      [Symbol.asyncDispose]: async () => void ended.push('a'),
    });
    const gone: VegetaPlace = async () => Promise.reject(new Error('the host b was lost'));
    await assert.rejects(vegetaGenerator(own, [prepared, gone]).run(target, step, never), /b was lost/);
    assert.deepEqual(ended, ['a']);
  });

  it('ends the others when the host of one is lost while it sends', async (t) => {
    const endless = placeOf(fakeVegeta(temporaryFolder(t), 'endless'));
    const lost: VegetaPlace = async () => ({
      send: async () => Promise.reject(new Error('the host b was lost')),
      [Symbol.asyncDispose]: async () => undefined,
    });
    await assert.rejects(vegetaGenerator(own, [endless, lost]).run(target, step, never), /b was lost/);
  });

  it('makes a step void when one of its processes is lost', async (t) => {
    const places = (['well', 'lost'] as const).map((fate) => placeOf(fakeVegeta(temporaryFolder(t), fate)));
    const seen = await vegetaGenerator(own, places).run(target, step, never);
    assert.deepEqual(seen.failures, { 'no-record': 125 });
    assert.equal(seen.requests.scheduled, 500);
  });

  it('makes a step void when one of them prints something else', async (t) => {
    const places = (['well', 'garbled'] as const).map((fate) =>
      placeOf(fakeVegeta(temporaryFolder(t), fate)),
    );
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
    const place = placeOf(fakeVegeta(temporaryFolder(t), 'endless'));
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
    const attack = { target, requests: 10, gapNs: 5, timeoutMs: 2_000, maxConnections: 64 };
    const { args } = attackCommand(attack);
    for (const flag of ['-redirects=-1', '-max-connections=64', '-timeout=2000ms', '-max-body=0'])
      assert.ok(args.includes(flag), flag);
    const overSix = { ...attack, target: { ...target, address: '::1' } };
    assert.ok(attackCommand(overSix).args.includes('-laddr=::'));
  });
});
