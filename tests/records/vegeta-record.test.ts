import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCsvLine, readJsonLine } from '../../src/records/vegeta-record.ts';
import { jsonLine, readText } from '../fixtures/vegeta.ts';

const headers = Buffer.from('Content-Length: 290\r\nServer: x\r\n\r\n').toString('base64');
const csv = `1795865612277564668,200,2388683,0,0,,,,3,GET,http://127.0.0.1:18765/,${headers}`;

describe('a record of vegeta', () => {
  it('says when, how long, with which status, and how much', () => {
    const said = readJsonLine(
      jsonLine({ seq: 7, timestamp: '2026-01-15T10:00:00.25+01:00', latency: 2_388_683 }),
    );
    assert.deepEqual(said, {
      seq: 7,
      seconds: Date.UTC(2026, 0, 15, 9) / 1_000,
      nanoseconds: 250_000_000,
      latencyNs: 2_388_683,
      code: 200,
      error: '',
      bodyBytes: 300,
    });
  });

  it('is the same in CSV', () => {
    assert.deepEqual(readCsvLine(csv), {
      seq: 3,
      seconds: 1_795_865_612,
      nanoseconds: 277_564_668,
      latencyNs: 2_388_683,
      code: 200,
      error: '',
      bodyBytes: 290,
    });
  });

  it('has its body’s length in a header where no body was kept, and else it is not known', () => {
    const bytes = (change: object) => {
      const record = readJsonLine(jsonLine({ bytes_in: 0, ...change }));
      return 'problem' in record ? record : record.bodyBytes;
    };
    assert.equal(bytes({}), 300);
    assert.equal(bytes({ headers: {} }), null);
    assert.equal(bytes({ headers: null, code: 204 }), 0);
  });

  it('may hold quotation marks and commas in CSV', () => {
    const record = readCsvLine(csv.replace(',0,0,,', ',0,0,"Get ""http://x"", refused",'));
    assert.equal('error' in record && record.error, 'Get "http://x", refused');
  });

  for (const [what, line, problem] of [
    ['half a line', jsonLine().slice(0, 60), /not JSON, or it is cut off/],
    ['another document', '{"a":1}', /"timestamp" is no time/],
    ['no time', jsonLine({ timestamp: '2026-13-45T00:00:00Z' }), /"timestamp"/],
    ['a negative latency', jsonLine({ latency: -1 }), /"latency"/],
    ['a latency of a year', jsonLine({ latency: 3.2e16 }), /"latency"/],
    ['half a request', jsonLine({ seq: 0.5 }), /"seq"/],
    ['a number beyond all files', jsonLine({ seq: 1e12 }), /"seq"/],
    ['a status of its own', jsonLine({ code: '200' }), /"code"/],
    ['no words', jsonLine({ error: null }), /"error"/],
    ['negative bytes', jsonLine({ bytes_in: -5 }), /"bytes_in"/],
  ] as const) {
    it(`is none where it has ${what}`, () => {
      const read = readJsonLine(line);
      assert.match('problem' in read ? read.problem : '', problem);
    });
  }

  it('is none where a line of CSV lacks its end', () => {
    for (const line of [csv.slice(0, 40), csv.replace(',0,0,,', ',0,0,"Get,')])
      assert.ok('problem' in readCsvLine(line));
  });
});

describe('a file', () => {
  const problemOf = (text: string | Uint8Array) => {
    const read = readText(text);
    return 'problem' in read ? read : null;
  };

  it('in vegeta’s binary form is known as such', () => {
    const start = Buffer.from('ff967f03010106526573756c7401ff8000010c0106', 'hex');
    const found = problemOf(Buffer.concat([start, Buffer.alloc(200, 1)]));
    assert.deepEqual(found, {
      line: null,
      problem: 'is in vegeta’s own binary form; convert it with `vegeta encode`',
    });
  });

  it('that is a report is known as such', () => {
    for (const text of [
      'Requests      [total, rate, throughput]  10, 55',
      '{"latencies":{"total":1}}',
      'Bucket           #  %',
    ])
      assert.match(problemOf(text)?.problem ?? '', /is a report/);
  });

  it('that is empty, or of something else, holds no records', () => {
    for (const text of ['', '\n', '<html>', '[]', '\0\0\0\0'])
      assert.match(problemOf(text)?.problem ?? '', /holds no records/);
  });

  it('names the first line that is wrong', () => {
    assert.equal(problemOf(`${jsonLine()}\n${jsonLine({ seq: 1 })}\nnonsense\n`)?.line, 3);
    assert.equal(problemOf(`${jsonLine()}\n\n${jsonLine({ seq: 1 })}\n`)?.line, 2);
  });

  it('is the same however its bytes come', () => {
    const text = `${jsonLine()}\n${jsonLine({ seq: 1, error: 'é' })}`;
    for (const piece of [1, 3, 64, 100_000]) assert.deepEqual(readText(text, piece), readText(text));
  });

  it('with a line that does not end is given up before the memory is', () => {
    const found = problemOf(Buffer.concat([Buffer.from(jsonLine()), Buffer.alloc(17 * 2 ** 20, 0x20)]));
    assert.deepEqual(found, { line: 1, problem: 'this is longer than 16 MiB' });
  });
});
