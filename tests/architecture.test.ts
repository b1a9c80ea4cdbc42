import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src');

/** A folder imports from lower floors and from itself; on the floors above 1, folders of one floor never meet. */
const floors: Readonly<Record<string, number>> = {
  model: 0,
  plan: 1,
  contract: 1,
  analysis: 1,
  records: 1,
  measure: 2,
  report: 2,
  files: 2,
  work: 3,
  cli: 4,
};

/** What `cli` takes from below `work` and beside `model`: settings, and words, colours and bands that reports use too. */
const cliAlsoUses = [
  'files/load-config.ts',
  'files/tool-version.ts',
  'plan/wishes.ts',
  'plan/expect-time.ts',
  'analysis/doctor/examine.ts',
  'analysis/doctor/titles.ts',
  'analysis/targets/cells.ts',
  'report/escape.ts',
  'report/json.ts',
  'report/palette.ts',
  'report/words/capacity-text.ts',
  'report/words/check-text.ts',
  'report/words/compare-text.ts',
  'report/words/search-text.ts',
];

/** Where each library is at home: it is imported in one folder or file, and nowhere else. */
const homes: Readonly<Record<string, string>> = {
  commander: 'cli/',
  chalk: 'cli/',
  'cli-truncate': 'cli/',
  'string-width': 'cli/',
  'wrap-ansi': 'cli/',
  execa: 'measure/',
  autocannon: 'measure/load/',
  semver: 'measure/',
  'playwright-core': 'measure/verify/',
  parse5: 'contract/read-html.ts',
  'css-select': 'contract/deviations.ts',
  'es-module-lexer': 'contract/browser-links.ts',
  vega: 'report/',
  'vega-lite': 'report/',
  '@resvg/resvg-js': 'report/',
  'node:sqlite': 'files/',
  typebox: 'model/schema.ts',
  'hdr-histogram-js': 'model/histogram.ts',
};

/** On the pure floors time, chance, disk and processes enter as arguments. What is here computes and does nothing else. */
const pureNodeModules = ['node:crypto', 'node:buffer', 'node:zlib', 'node:util', 'node:assert/strict'];

/** Calls that would let the outside in without an import. */
const impure = [
  /\bprocess\./,
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bperformance\.now\b/,
  /\bMath\.random\b/,
  /\bset(?:Timeout|Interval|Immediate)\b/,
  /\bfetch\(/,
  /\brandom(?:UUID|Bytes|Int)\(/,
];

const longest = 250;

const namesWithoutMeaning = /^(?:utils?|common|helpers?|managers?|misc|shared|types|index|constants)$/;

interface Module {
  /** Relative to src. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const modules: readonly Module[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .toSorted()
  .map((path) => {
    const text = readFileSync(join(source, path), 'utf8');
    return { path, folder: path.split('/')[0] ?? '', text, imports: importsOf(text) };
  });

/** Specifiers of static and dynamic imports, of re-exports, and of modules that are started as threads. */
function importsOf(text: string): string[] {
  const code = withoutComments(text);
  return [
    /^\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]/g,
    /\b(?:require|resolve)\(\s*['"]([^'"]+)['"]\s*\)/g,
  ].flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ''));
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

const isRelative = (specifier: string): boolean => specifier.startsWith('.');

/** `vega-lite/build/x.js` and `@resvg/resvg-js` as the packages they are. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const importedModule = (from: Module, specifier: string): string =>
  relative(source, resolve(source, dirname(from.path), specifier));

function floorOf(folder: string): number {
  const floor = floors[folder];
  assert.ok(floor !== undefined, `src/${folder} is on no floor: say in this test where it belongs`);
  return floor;
}

/** What `judge` finds wrong, over every import of every module. */
function wrongImports(judge: (from: Module, specifier: string) => string | null): string[] {
  return modules.flatMap((from) =>
    from.imports.flatMap((specifier) => {
      const wrong = judge(from, specifier);
      return wrong === null ? [] : [`${from.path} imports ${specifier}: ${wrong}`];
    }),
  );
}

describe('the architecture', () => {
  it('is read from the sources as they are', () => {
    assert.ok(modules.length > 20, 'the sources are found');
    assert.ok(modules.flatMap(({ imports }) => imports).length > modules.length, 'and so are their imports');
    assert.deepEqual(
      importsOf(`import a from 'a';\nimport {\n  b,\n} from "./b.ts";\nexport * from 'c';\nimport 'd';
        const e = await import('e'); // import f from 'f';\n/* import g from 'g' */ export { h } from 'h';`).toSorted(),
      ['./b.ts', 'a', 'c', 'd', 'e', 'h'],
    );
  });

  it('has floors, and imports go down', () => {
    const wrong = wrongImports((from, specifier) => {
      if (!isRelative(specifier)) return null;
      const to = importedModule(from, specifier).split('/')[0] ?? '';
      if (to === from.folder) return null;
      if (!(to in floors)) return 'that lies outside src';
      const [above, below] = [floorOf(from.folder), floorOf(to)];
      if (below < above) return null;
      return above === below && above === 1 ? null : `${from.folder} is not above ${to}`;
    });
    assert.deepEqual(wrong, []);
  });

  it('keeps the use-cases out of cli, which parses, words and prints', () => {
    const wrong = wrongImports((from, specifier) => {
      if (from.folder !== 'cli' || !isRelative(specifier)) return null;
      const to = importedModule(from, specifier);
      const allowed = ['cli', 'work', 'model'].includes(to.split('/')[0] ?? '') || cliAlsoUses.includes(to);
      return allowed ? null : 'cli asks `work` for that';
    });
    assert.deepEqual(wrong, []);
  });

  it('imports only modules that exist, with the ending that they have', () => {
    const wrong = wrongImports((from, specifier) => {
      if (!isRelative(specifier)) return null;
      return existsSync(join(source, importedModule(from, specifier))) ? null : 'there is no such file';
    });
    assert.deepEqual(wrong, []);
  });

  it('has no cycles', () => {
    const edges = new Map(
      modules.map((from) => [
        from.path,
        from.imports.filter(isRelative).map((specifier) => importedModule(from, specifier)),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const walk = (path: string, trail: readonly string[]): void => {
      const seenAt = trail.indexOf(path);
      if (seenAt >= 0) cycles.push([...trail.slice(seenAt), path].join(' → '));
      if (seenAt >= 0 || done.has(path)) return;
      for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
      done.add(path);
    };
    for (const path of edges.keys()) walk(path, []);
    assert.deepEqual(cycles, [], 'types that two modules share belong into a third');
  });

  it('keeps every library in its one place', () => {
    const wrong = wrongImports((from, specifier) => {
      if (isRelative(specifier)) return null;
      const name = specifier.startsWith('node:') ? specifier : packageOf(specifier);
      const home = homes[name];
      if (home !== undefined) return from.path.startsWith(home) ? null : `${name} is at home in ${home}`;
      return name.startsWith('node:') ? null : `say in this test where ${name} is at home`;
    });
    assert.deepEqual(wrong, []);
  });

  it('has floors without clock, disk, process and chance', () => {
    const pure = modules.filter(({ folder }) => floorOf(folder) <= 1);
    const wrong = pure.flatMap(({ path, imports, text }) => [
      ...imports
        .filter((specifier) => specifier.startsWith('node:') && !pureNodeModules.includes(specifier))
        .map((specifier) => `${path} imports ${specifier}`),
      ...impure
        .filter((pattern) => pattern.test(withoutComments(text)))
        .map((pattern) => `${path} uses ${pattern.source}`),
    ]);
    assert.deepEqual(wrong, []);
  });

  it('has files of one idea each', () => {
    const tooLong = modules
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > longest);
    assert.deepEqual(tooLong, [], `more than ${longest} lines: look for the second idea`);
  });

  it('has names that mean something', () => {
    const meaningless = modules
      .flatMap(({ path }) => path.split('/').map((part) => ({ path, name: basename(part, '.ts') })))
      .filter(({ name }) => namesWithoutMeaning.test(name));
    assert.deepEqual(meaningless, []);
  });

  it('declares the packages that it uses, and uses those that it declares', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Readonly<
      Record<'dependencies' | 'peerDependencies', Readonly<Record<string, string>>>
    >;
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
    const used = modules
      .flatMap(({ imports }) => imports)
      .filter((specifier) => !isRelative(specifier) && !specifier.startsWith('node:'))
      .map(packageOf);
    assert.deepEqual([...new Set(used)].toSorted(), Object.keys(declared).toSorted());
  });
});
