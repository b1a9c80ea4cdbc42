import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Returned } from '../../../src/measure/load/vegeta/vegeta-place.ts';
import { heardReturned, toldReturned } from '../../../src/measure/remote/remote-vegeta.ts';
import { foldRecords } from '../../../src/records/fold-records.ts';
import { noRequests } from '../../../src/records/host-records.ts';
import { linesOnTime, recordedLines, requestsOf } from '../../fixtures/vegeta.ts';

/** As it comes from the other machine: a line of JSON. */
const overTheChannel = (returned: Returned): Returned =>
  heardReturned(JSON.parse(JSON.stringify(toldReturned(returned))));

describe('what a vegeta on another machine recorded', () => {
  it('is here what it was there, to the nanosecond', () => {
    const recorded = requestsOf(recordedLines('2000rps-a').join('\n'));
    const heard = overTheChannel({ requests: recorded, lost: null });
    assert.deepEqual(heard, { requests: recorded, lost: null });
    const asked = { ratePerSecond: 1_000, planned: [recorded.count] };
    assert.deepEqual(foldRecords([heard.requests], asked), foldRecords([recorded], asked));
  });

  it('keeps its gaps and its failures', () => {
    const lines = linesOnTime(6, 10, (seq) => (seq === 2 ? { code: 500 } : {})).toSpliced(4, 1);
    const recorded = requestsOf(lines.join('\n'));
    const { requests } = overTheChannel({ requests: recorded, lost: null });
    assert.deepEqual(requests, recorded);
    assert.ok(Number.isNaN(requests.takenUpNs[4]));
  });

  it('may be nothing, with the reason', () => {
    const lost = { requests: noRequests, lost: 'it ended with 1' };
    assert.deepEqual(overTheChannel(lost), lost);
  });
});
