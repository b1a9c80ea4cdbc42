import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cellsOf, latencyEdgesUs } from '../../../src/analysis/targets/cells.ts';
import { HIGHEST_US } from '../../../src/model/histogram.ts';
import { histogramOf } from '../../fixtures/step.ts';

const latencies = fc.array(fc.integer({ min: 0, max: HIGHEST_US }), { minLength: 1, maxLength: 100 });

describe('the edges of the latency axis', () => {
  it('ascend, ten a decade, over at least three decades, and enclose all that was measured', () => {
    fc.assert(
      fc.property(latencies, latencies, (a, b) => {
        const edges = latencyEdgesUs([histogramOf(a), histogramOf(b)]);
        const [first = 0] = edges;
        const last = edges.at(-1) ?? 0;
        assert.ok(edges.length >= 31);
        for (const [i, edge] of edges.entries()) {
          const next = edges[i + 1];
          if (next !== undefined) assert.ok(Math.abs(next / edge - 10 ** 0.1) < 1e-9);
        }
        assert.ok(first >= 1 && (first === 1 || first <= Math.min(...a, ...b) * (1 + 1e-9)));
        assert.ok(last > Math.max(...a, ...b));
      }),
    );
  });

  it('lie on whole decades exactly', () => {
    const edges = latencyEdgesUs([histogramOf([300, 900_000])]);
    assert.ok(edges.includes(1_000) && edges.includes(10_000) && edges.includes(100_000));
  });

  it('are there even where nothing succeeded', () => {
    const edges = latencyEdgesUs([]);
    assert.deepEqual([edges[0], edges.length], [100, 41]);
  });
});

describe('the cells of a column', () => {
  const edges = [100, 1_000, 10_000, 100_000];

  it('hold what lies between their edges, the lower one included', () => {
    const cells = cellsOf(histogramOf([999, 1_000, 1_001, 50_000]), edges, 8);
    assert.deepEqual(cells, [
      { fromUs: 100, toUs: 1_000, count: 1, share: 1 / 8 },
      { fromUs: 1_000, toUs: 10_000, count: 2, share: 2 / 8 },
      { fromUs: 10_000, toUs: 100_000, count: 1, share: 1 / 8 },
    ]);
  });

  it('at either end take what lies beyond the axis', () => {
    const cells = cellsOf(histogramOf([0, 5, 2_000_000]), edges, 3);
    assert.deepEqual(
      cells.map(({ fromUs, count }) => [fromUs, count]),
      [
        [100, 2],
        [10_000, 1],
      ],
    );
  });

  it('hold every success once, in ascending order', () => {
    fc.assert(
      fc.property(latencies, fc.nat(50), (values, failed) => {
        const latency = histogramOf(values);
        const scheduled = values.length + failed;
        const cells = cellsOf(latency, latencyEdgesUs([latency]), scheduled);
        const shares = cells.reduce((sum, { share }) => sum + share, 0);
        assert.ok(Math.abs(shares + failed / scheduled - 1) < 1e-9);
        for (const [i, { fromUs, toUs, count }] of cells.entries()) {
          assert.ok(count > 0 && fromUs < toUs && toUs <= (cells[i + 1]?.fromUs ?? Number.POSITIVE_INFINITY));
          // A range of the histogram is a thousandth wide, so an edge may be missed by that much.
          const inside = values.filter((us) => us >= fromUs * 1.001 && us * 1.001 < toUs).length;
          const around = values.filter((us) => us >= fromUs * 0.999 - 1 && us * 0.999 - 1 < toUs).length;
          assert.ok(inside <= count && count <= around);
        }
      }),
    );
  });

  it('are none where nothing succeeded', () => assert.deepEqual(cellsOf(histogramOf([]), edges, 5), []));
});
