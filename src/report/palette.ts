/**
 * Colours. The maps are laid through OKLCH (https://bottosson.github.io/posts/oklab/) and stepped evenly along their
 * length, with lightness falling or rising all the way, so that they survive colour blindness and a grey printer.
 */

/** Lightness 0 … 1, chroma, hue in degrees. */
type Lch = readonly [lightness: number, chroma: number, hue: number];
type Lab = readonly [lightness: number, a: number, b: number];

/** A logarithmic scale of shares: from 0.01 % or less to 100 %, six levels a decade. */
export const SHARE_LEVELS = 25;
const DECADES = 4;

/** The level of a share, 0 … 24; everything up to 0.01 % is level 0. Null for nothing at all. */
export function shareLevel(share: number): number | null {
  if (!(share > 0)) return null;
  const place = 1 + Math.log10(Math.min(1, share)) / DECADES;
  return Math.max(0, Math.min(SHARE_LEVELS - 1, Math.round(place * (SHARE_LEVELS - 1))));
}

const stops: Readonly<Record<'latency' | 'failure', { light: readonly Lch[]; dark: readonly Lch[] }>> = {
  latency: {
    light: [
      [0.945, 0.05, 104],
      [0.84, 0.1, 152],
      [0.67, 0.11, 205],
      [0.48, 0.13, 255],
      [0.27, 0.13, 287],
    ],
    dark: [
      [0.285, 0.075, 284],
      [0.42, 0.13, 268],
      [0.58, 0.12, 222],
      [0.76, 0.13, 168],
      [0.955, 0.13, 108],
    ],
  },
  failure: {
    light: [
      [0.93, 0.045, 65],
      [0.75, 0.14, 45],
      [0.55, 0.19, 28],
      [0.34, 0.13, 15],
    ],
    dark: [
      [0.31, 0.06, 25],
      [0.5, 0.17, 27],
      [0.69, 0.17, 42],
      [0.92, 0.09, 80],
    ],
  },
};

/** The colours of a map from its lowest level to its highest, as `#rrggbb`. */
export function ramp(map: 'latency' | 'failure', theme: 'light' | 'dark'): readonly string[] {
  const path = samplePath(stops[map][theme]);
  const lengths = [0];
  for (let i = 1; i < path.length; i++) lengths.push((lengths[i - 1] ?? 0) + distance(path[i - 1], path[i]));
  const total = lengths.at(-1) ?? 0;
  return Array.from({ length: SHARE_LEVELS }, (_, level) => {
    const wanted = (total * level) / (SHARE_LEVELS - 1);
    const index = lengths.findIndex((length) => length >= wanted - 1e-9);
    return hex(path[index] ?? [0, 0, 0]);
  });
}

const SAMPLES = 2_000;

function samplePath(lchStops: readonly Lch[]): readonly Lab[] {
  const parts = lchStops.length - 1;
  return Array.from({ length: SAMPLES + 1 }, (_, i) => {
    const place = (i / SAMPLES) * parts;
    const part = Math.min(parts - 1, Math.floor(place));
    const from = lchStops[part] ?? [0, 0, 0];
    const to = lchStops[part + 1] ?? from;
    const between = (j: 0 | 1 | 2) => from[j] + (to[j] - from[j]) * (place - part);
    const hue = (between(2) / 180) * Math.PI;
    return [between(0), between(1) * Math.cos(hue), between(1) * Math.sin(hue)];
  });
}

function distance(one: Lab | undefined, other: Lab | undefined): number {
  if (one === undefined || other === undefined) return 0;
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

/** OKLab to sRGB; matrices as published with OKLab. Out-of-gamut channels are clamped. */
function hex([lightness, a, b]: Lab): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${channels.map((channel) => byte(channel).toString(16).padStart(2, '0')).join('')}`;
}

function byte(linear: number): number {
  const clamped = Math.min(1, Math.max(0, linear));
  const encoded = clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255);
}
