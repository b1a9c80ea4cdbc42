import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allowedErrorUs } from '../../src/analysis/doctor/compare-truth.ts';
import { brokenIdentities } from '../../src/analysis/judging/identities.ts';
import { observe } from '../../src/analysis/judging/observed.ts';
import { judge } from '../../src/analysis/judging/validity.ts';
import { Histogram, rankOf } from '../../src/model/histogram.ts';
import type { LoadObservation } from '../../src/model/load-observation.ts';
import type { Step } from '../../src/model/run.ts';
import { type AskedOfHosts, foldRecords } from '../../src/records/fold-records.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { plainStep } from '../fixtures/step.ts';
import {
  at,
  jsonLine,
  linesOnTime,
  readText,
  recordedLines,
  requestsOf,
  truthOf,
} from '../fixtures/vegeta.ts';

const fold = (
  hosts: readonly (readonly string[])[],
  ratePerSecond: number,
  asked: Partial<AskedOfHosts> = {},
) => {
  const requests = hosts.map((lines) => requestsOf(lines.join('\n')));
  const most = Math.max(...requests.map(({ count }) => count));
  return foldRecords(requests, { ratePerSecond, planned: requests.map(() => most), ...asked });
};

const asStep = (observation: LoadObservation): Step => ({ ...plainStep(), ...observation });
const usAt = (text: string, percentile: number) =>
  Histogram.decode(text).percentileUs(percentile) ?? Number.NaN;
const plan = syntheticRun({ rates: [1], minSamples: 1, durationMs: 1 }).plan;

/** The same records, by a clock that is so many milliseconds ahead. */
const shifted = (lines: readonly string[], ms: number) =>
  lines.map((line) => {
    const record = JSON.parse(line) as { timestamp: string };
    const fraction = record.timestamp.slice(19);
    const whole = Date.parse(`${record.timestamp.slice(0, 19)}Z`) + ms;
    return JSON.stringify({
      ...record,
      timestamp: `${new Date(whole).toISOString().slice(0, 19)}${fraction}`,
    });
  });

for (const [name, rate] of [
  ['500rps', 500],
  ['2000rps', 2_000],
] as const) {
  describe(`what vegeta recorded on two hosts at ${rate}/s together`, () => {
    const hosts = ['a', 'b'].map((host) => recordedLines(`${name}-${host}`));
    const truth = truthOf(name);
    const folded = fold(hosts, rate);

    it('has as many requests as the server counted, all of them answered', () => {
      assert.equal(folded.requests.scheduled, truth.requests);
      assert.equal(folded.requests.succeeded, truth.requests);
      assert.deepEqual(folded.statuses, { 200: truth.requests });
      assert.equal(folded.bytes, truth.requests * 300);
    });

    it('has the server’s own p50 and p99, to 3 % or 0.3 ms', () => {
      for (const percentile of [50, 99]) {
        const trueUs = truth.latencyUs[rankOf(percentile, truth.requests) - 1] ?? 0;
        const errorUs = usAt(folded.latency, percentile) - trueUs;
        assert.ok(
          Math.abs(errorUs) <= allowedErrorUs(trueUs),
          `p${percentile} is ${errorUs} µs off ${trueUs}`,
        );
      }
    });

    it('is the sum of its parts', () => {
      const parts = hosts.map((lines) => Histogram.decode(fold([lines], rate / 2).latency));
      assert.deepEqual(
        [...Histogram.decode(folded.latency).buckets()],
        [...Histogram.merge(parts).buckets()],
      );
    });

    it('is the same whatever the clocks of the hosts say', () => {
      const [a = [], b = []] = hosts;
      for (const ms of [5_000, -5_000, 86_400_000]) assert.deepEqual(fold([a, shifted(b, ms)], rate), folded);
    });

    it('is the same in whatever order the records come, and in CSV', () => {
      assert.deepEqual(
        fold(
          hosts.map((lines) => lines.toReversed()),
          rate,
        ),
        folded,
      );
      assert.deepEqual(
        fold(
          hosts.map((lines) => lines.map(inCsv)),
          rate,
        ),
        folded,
      );
    });

    it('adds up, and is attested by nobody', () => {
      const step = asStep(folded);
      assert.deepEqual(brokenIdentities(step), []);
      assert.equal(judge(observe(step), step, plan).validity, 'unattested');
    });
  });
}

function inCsv(line: string): string {
  const record: {
    seq: number;
    code: number;
    timestamp: string;
    latency: number;
    headers: Readonly<Record<string, readonly string[]>>;
  } = JSON.parse(line);
  const { seq, code, timestamp, latency, headers } = record;
  const seconds = Date.parse(`${timestamp.slice(0, 19)}Z`) / 1_000;
  const nanoseconds = timestamp.slice(20, -1).padEnd(9, '0');
  const text = Object.entries(headers).map(([name, [value]]) => `${name}: ${value}\r\n`);
  const encoded = Buffer.from(`${text.join('')}\r\n`).toString('base64');
  return `${seconds}${nanoseconds},${code},${latency},0,0,,,,${seq},GET,http://x/,${encoded}`;
}

describe('a request', () => {
  it('is as late as it was sent late: its latency begins when it was due', () => {
    const late = linesOnTime(100, 10, (seq) => (seq < 50 ? {} : { timestamp: at(seq * 10 + 40) }));
    const folded = fold([late], 100);
    assert.ok(Math.abs(usAt(folded.latency, 50) - 5_000) < 10);
    assert.ok(Math.abs(usAt(folded.latency, 51) - 45_000) < 50);
    assert.ok(Math.abs(usAt(folded.dispatchLag ?? '', 99) - 40_000) < 50);
  });

  it('counts where it was due, and is under way until it ends', () => {
    const folded = fold(
      [linesOnTime(200, 10, (seq) => (seq === 100 ? { latency: 500_000_000 } : {}))],
      200 / 2,
    );
    assert.deepEqual(
      folded.slices.map(({ scheduled }) => scheduled),
      Array.from({ length: 20 }, () => 10),
    );
    assert.deepEqual(
      folded.slices.map(({ inFlight }) => inFlight),
      Array.from({ length: 20 }, (_, i) => (i >= 10 && i < 14 ? 1 : 0)),
    );
    assert.equal(folded.connections.maxInFlight, 2);
    assert.equal(folded.slices[10]?.maxUs !== null && (folded.slices[10]?.maxUs ?? 0) > 490_000, true);
  });

  it('that outlasts the window is not completed in it', () => {
    const folded = fold([linesOnTime(100, 10, (seq) => (seq >= 90 ? { latency: 2e9 } : {}))], 100);
    assert.deepEqual(
      [folded.completedInWindow, folded.inFlightAtEnd, Math.round(folded.drainMs)],
      [90, 10, 1_990],
    );
  });

  for (const [words, kind, sent] of [
    ['Get "http://x/": dial tcp 0.0.0.0:0->127.0.0.1:1: connect: connection refused', 'refused', 0],
    [
      'Get "http://x/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
      'timeout-answer',
      1,
    ],
    ['Get "http://x/": dial tcp 10.0.0.1:80: i/o timeout', 'timeout-connect', 0],
    ['Get "http://x/": dial tcp 10.0.0.1:80: connect: cannot assign requested address', 'no-port', 0],
    ['Get "http://x/": dial tcp 10.0.0.1:80: socket: too many open files', 'no-descriptor', 0],
    ['Get "http://x/": read tcp 1->2: read: connection reset by peer', 'reset', 1],
    ['Get "http://x/": EOF', 'closed', 1],
    ['unexpected EOF', 'closed', 1],
    ['net/http: HTTP/1.x transport connection broken: malformed HTTP response "x"', 'wrong-page', 1],
    ['something new', 'other', 1],
  ] as const) {
    it(`that failed with “${words}” is ${kind}`, () => {
      const folded = fold([[jsonLine({ code: 0, error: words, bytes_in: 0, headers: null })]], 1);
      assert.deepEqual(
        [folded.failures, folded.requests.sent, folded.requests.failed],
        [{ [kind]: 1 }, sent, 1],
      );
      assert.deepEqual(folded.statuses, {});
    });
  }

  it('that was answered with another status has failed of it', () => {
    for (const code of [302, 404, 503])
      assert.deepEqual(fold([[jsonLine({ code, error: code > 399 ? 'x' : '' })]], 1).failures, {
        [`status-${code}`]: 1,
      });
  });
});

describe('what is not there', () => {
  const whole = linesOnTime(1_000, 1);
  const without = (from: number, to: number) => whole.filter((_, seq) => seq < from || seq >= to);
  const judged = (observation: LoadObservation) => {
    const step = asStep(observation);
    assert.deepEqual(brokenIdentities(step), []);
    return judge(observe(step), step, plan);
  };

  it('makes the step void where its number is missing', () => {
    const folded = fold([without(500, 503)], 1_000);
    assert.deepEqual([folded.failures, folded.requests.scheduled], [{ 'no-record': 3 }, 1_000]);
    assert.equal(judged(folded).isVoid, true);
    assert.equal(requestsOf(without(500, 503).join('\n')).firstMissing, 500);
  });

  it('is nothing where vegeta ended a request or two early', () => {
    const folded = fold([whole, without(998, 1_000)], 2_000);
    assert.deepEqual([folded.failures, folded.requests.scheduled, judged(folded).isVoid], [{}, 1_998, false]);
  });

  it('makes the step void where a host sent much less than the other', () => {
    const folded = fold([whole, without(600, 1_000)], 2_000);
    assert.deepEqual([folded.failures, folded.requests.scheduled], [{ 'no-record': 400 }, 2_000]);
    assert.equal(judged(folded).isVoid, true);
  });

  it('makes the step void, be it a single request, where the host was lost', () => {
    const folded = fold([without(999, 1_000)], 1_000, { planned: [1_000], lost: [true] });
    assert.deepEqual(folded.failures, { 'no-record': 1 });
  });
});

describe('records that contradict themselves', () => {
  const problemOf = (lines: readonly string[]) => {
    const read = readText(lines.join('\n'));
    return 'problem' in read ? read.problem : null;
  };

  it('are named by their number and lines where two have the same number', () => {
    const lines = [...linesOnTime(10, 10), jsonLine({ seq: 3, timestamp: at(500) })];
    assert.match(problemOf(lines) ?? '', /two records with the sequence number 3, in lines 4 and 11/);
  });

  it('are named where a later request was sent before an earlier one', () => {
    const lines = linesOnTime(10, 10, (seq) => (seq === 6 ? { timestamp: at(0) } : {}));
    assert.match(problemOf(lines) ?? '', /request 6 was sent before an earlier one \(line 7\)/);
  });

  it('take no memory for numbers that they make up', () => {
    assert.match(problemOf([jsonLine({ seq: 9_999_999 })]) ?? '', /holds 1 records, though/);
  });
});
