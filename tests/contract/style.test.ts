import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const style = readFileSync(
  join(import.meta.dirname, '..', '..', 'targets', 'contract', 'style.css'),
  'utf8',
).replaceAll(/\/\*.*?\*\//gs, '');
const selectors = [...style.matchAll(/([^{};]+)\{/g)]
  .map(([, selector = '']) => selector.trim())
  .filter((selector) => !selector.startsWith('@'));

test('there are no child, sibling or position selectors, so a wrapper more changes nothing', () => {
  assert.ok(selectors.length > 50);
  for (const selector of selectors) {
    assert.doesNotMatch(selector, /[>+~]|:(first|last|only|nth|empty|has)\b/, selector);
  }
});

test('nothing is fetched: no font, no image, no import', () => {
  assert.doesNotMatch(style, /@import|@font-face|url\(/);
});

/** Relative luminance and contrast: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function colours(block: ':root' | '.dark'): ReadonlyMap<string, string> {
  const body = style.slice(style.indexOf(`${block} {`)).split('}', 1)[0] ?? '';
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
}

for (const block of [':root', '.dark'] as const) {
  const colour = (name: string): string =>
    colours(block).get(name) ?? assert.fail(`${block} has no --${name}`);

  test(`text contrasts by at least 4.5 with what it stands on (${block})`, () => {
    const pairs = [
      ...['ink', 'soft-ink', 'sea', 'deep-sea'].flatMap((text) =>
        ['paper', 'sheet', 'foam'].map((on) => [text, on]),
      ),
      ['on-sea', 'sea'],
      ['on-sea', 'deep-sea'],
      ['warn', 'warn-foam'],
    ] as const;
    for (const [text = '', on = ''] of pairs) {
      const ratio = contrast(colour(text), colour(on));
      assert.ok(ratio >= 4.5, `${text} on ${on}: ${ratio.toFixed(2)}`);
    }
  });

  test(`edges of fields and buttons, and the focus ring, contrast by at least 3 (${block})`, () => {
    for (const [line = '', on = ''] of [
      ['edge', 'paper'],
      ['edge', 'sheet'],
      ['sea', 'paper'],
      ['sea', 'sheet'],
    ]) {
      const ratio = contrast(colour(line), colour(on));
      assert.ok(ratio >= 3, `${line} on ${on}: ${ratio.toFixed(2)}`);
    }
  });
}
