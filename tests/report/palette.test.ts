import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ramp, SHARE_LEVELS, shareLevel } from '../../src/report/palette.ts';
import { themeColours } from '../../src/report/theme.ts';

type Triple = readonly [number, number, number];

/** sRGB as light: linear channels, 0 … 1. */
function linear(colour: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** OKLab, after https://bottosson.github.io/posts/oklab/. */
function oklab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** How people without one kind of cone see a colour: Machado, Oliveira and Fernandes 2009, severity 1. */
const blindness: Readonly<Record<string, readonly [Triple, Triple, Triple]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const product = ([r, g, b]: Triple, rows: readonly [Triple, Triple, Triple]): Triple => {
  const row = ([x, y, z]: Triple) => Math.min(1, Math.max(0, x * r + y * g + z * b));
  return [row(rows[0]), row(rows[1]), row(rows[2])];
};

const distance = (one: Triple, other: Triple) =>
  Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);

const steps = (colours: readonly Triple[]) =>
  colours.slice(1).map((colour, i) => distance(colour, colours[i] ?? colour));

describe('the level of a share', () => {
  for (const [share, level] of [
    [0, null],
    [0.000_000_1, 0],
    [0.000_1, 0],
    [0.001, 6],
    [0.01, 12],
    [0.1, 18],
    [1, 24],
    [1.5, 24],
  ] as const) {
    it(`of ${share} is ${level}`, () => assert.equal(shareLevel(share), level));
  }
});

for (const map of ['latency', 'failure'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    describe(`the ${map} map, ${theme}`, () => {
      const colours = ramp(map, theme);
      const seen = colours.map((colour) => oklab(linear(colour)));

      it('has a colour for every level', () => {
        assert.equal(colours.length, SHARE_LEVELS);
        for (const colour of colours) assert.match(colour, /^#[0-9a-f]{6}$/);
      });

      it('is stepped evenly to the eye', () => {
        const sizes = steps(seen);
        assert.ok(
          Math.max(...sizes) < 1.35 * Math.min(...sizes),
          sizes.map((size) => size.toFixed(4)).join(' '),
        );
      });

      it('grows only darker by day and only lighter by night', () => {
        for (const [i, [lightness]] of seen.entries()) {
          const before = seen[i - 1]?.[0];
          if (before === undefined) continue;
          assert.ok(theme === 'light' ? lightness < before : lightness > before, `level ${i}`);
        }
      });

      for (const [name, matrix] of Object.entries(blindness)) {
        it(`keeps half decades apart and in order for ${name}`, () => {
          const simulated = colours.map((colour) => oklab(product(linear(colour), matrix)));
          for (let i = 3; i < simulated.length; i++) {
            const [now, before] = [simulated[i], simulated[i - 3]];
            assert.ok(
              now !== undefined && before !== undefined && distance(now, before) > 0.05,
              `level ${i}`,
            );
            assert.ok(theme === 'light' ? now[0] < before[0] : now[0] > before[0], `level ${i} in order`);
          }
        });
      }

      it('begins close to the paper, but apart from it', () => {
        const paper = themeColours.get('paper')?.[theme] ?? '';
        const gap = distance(oklab(linear(paper)), seen[0] ?? [0, 0, 0]);
        assert.ok(gap > 0.05 && gap < 0.2, gap.toFixed(3));
      });
    });
  }
}

describe('texts', () => {
  for (const theme of ['light', 'dark'] as const) {
    for (const name of ['ink', 'quiet', 'accent', 'bad', 'late', 'pass'] as const) {
      it(`in ${name} stand out from the paper, ${theme} (WCAG 4.5, signs 3)`, () => {
        const luminance = (colour: string) => {
          const [r, g, b] = linear(themeColours.get(colour)?.[theme] ?? '');
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const [low, high] = [luminance(name), luminance('paper')].toSorted((a, b) => a - b);
        const contrast = ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
        assert.ok(contrast >= (name === 'late' ? 3 : 4.5), `${contrast.toFixed(2)}`);
      });
    }
  }
});
