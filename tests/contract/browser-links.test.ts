import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linksOfPage, linksOfScript } from '../../src/contract/browser-links.ts';

const url = 'http://127.0.0.1:8000/posts/one';
const pathsOf = (page: string) =>
  linksOfPage(page, url).map((link) => link.url.replace('http://127.0.0.1:8000', ''));

describe('what a page makes a browser fetch', () => {
  const pages: readonly [what: string, page: string, paths: readonly string[]][] = [
    ['a style sheet', '<link rel="stylesheet" href="/style.css">', ['/style.css']],
    ['a script, relative to the page', '<script src="app.js"></script>', ['/posts/app.js']],
    ['modules that are preloaded', '<link rel="modulepreload" href="/a.js"/>', ['/a.js']],
    [
      'a preloaded WebAssembly module, but no image and no font',
      '<link rel=preload as=fetch href=/a.wasm><link rel=preload as=image href=/a.png><link rel=preload as=font href=/f>',
      ['/a.wasm'],
    ],
    [
      'each file once, without its hash',
      '<script src="/a.js#x"></script><script src="/a.js"></script>',
      ['/a.js'],
    ],
    [
      'what a module in the page imports, at once or when it runs',
      '<script type="module">import * as a from "/a.js";import "/b.js"; import("/c.js")</script>',
      ['/a.js', '/b.js', '/c.js'],
    ],
    [
      'the loader of a WebAssembly bundle with its bundle',
      `<script type="module">import('/pkg/a.js').then(m => m.default({module_or_path: '/pkg/a.wasm'}))</script>`,
      ['/pkg/a.js', '/pkg/a.wasm'],
    ],
    [
      'no file whose name is only made when the script runs',
      `<script type="module">import(\`/\${folder}/a.js\`).then(m => m.default({module_or_path: \`/\${folder}/a.wasm\`}))</script>`,
      [],
    ],
    [
      'neither data nor what only old browsers fetch',
      '<script type="application/json">{"a": "import \\"/x.js\\""}</script><script nomodule src="/old.js"></script><link rel="icon" href="/i.svg"><link rel="prefetch" href="/next.js"><link rel="stylesheet" href="data:text/css,p{}">',
      [],
    ],
    [
      'nothing that only a comment or a text names',
      '<!-- <script src="/x.js"></script> --><p>import "/y.js"</p>',
      [],
    ],
    ['nothing in a script that cannot be read', '<script type="module">import { from "/x.js</script>', []],
  ];
  for (const [what, page, paths] of pages) it(`is ${what}`, () => assert.deepEqual(pathsOf(page), paths));

  it('is named in full where it is elsewhere', () => {
    const [link] = linksOfPage('<script src="https://cdn.example/a.js"></script>', url);
    assert.deepEqual(link, { url: 'https://cdn.example/a.js', certain: true });
  });
});

describe('what a script makes a browser fetch', () => {
  it('is what it imports at once, relative to itself, and perhaps WebAssembly', () => {
    const script =
      'import{a}from"./chunk.js";export*from"../b.js";import("./later.js");import x from"react";const u=new URL("app_bg.wasm",import.meta.url)';
    assert.deepEqual(linksOfScript(script, 'http://h/assets/app.js'), [
      { url: 'http://h/assets/chunk.js', certain: true },
      { url: 'http://h/b.js', certain: true },
      { url: 'http://h/assets/app_bg.wasm', certain: false },
    ]);
  });
});
