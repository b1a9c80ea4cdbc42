import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faultOf } from '../../src/contract/deviations.ts';
import { homePage } from '../../src/contract/page.ts';
import { checkStructure } from '../../src/contract/structure.ts';
import type { Deviation } from '../../src/model/target.ts';
import { somePosts } from './blog.ts';

const golden = homePage({ reader: "Ines O'Hara", theme: 'dark' }, somePosts);

const said = (page: string, deviations: Partial<Deviation>[] = []): string[] =>
  checkStructure(
    page,
    golden,
    deviations.map((deviation) => ({ note: 'declared', ...deviation })),
  ).map(({ says }) => says);

const change = (from: string, to: string): string => {
  assert.ok(golden.includes(from), from);
  return golden.replace(from, to);
};

describe('the structure of a page', () => {
  const alike: readonly [what: string, page: string][] = [
    ['the golden page itself', golden],
    ['white space between elements', golden.replaceAll('><', '>\n  <')],
    ['comments, also within text', change('Recent posts', 'Recent<!-- --> posts<!---->')],
    ['scripts and templates', change('</body>', '<script>{}</script><template><p>x</p></template></body>')],
    ['a style and a noscript', change('</head>', '<style>p{}</style><noscript><p>x</p></noscript></head>')],
    [
      'what is loaded ahead',
      change(
        '</head>',
        '<link rel="modulepreload" href="/a.js"><link rel=preload as=script href="/b.js"></head>',
      ),
    ],
    [
      'another order in the head',
      change('<meta charset="utf-8">', '').replace('</head>', '<meta charset="utf-8"></head>'),
    ],
    [
      'another order of attributes, other quotes, a class twice',
      change('<a class="site-name" href="/">', "<a href='/' class='site-name  site-name'>"),
    ],
    ['entities for letters', change("Ines O'Hara", 'Ines O&#x27;Hara')],
  ];
  for (const [what, page] of alike) it(`is the same with ${what}`, () => assert.deepEqual(said(page), []));

  const different: readonly [what: string, page: string, says: readonly RegExp[]][] = [
    ['a class that is missing', change(' class="dark"', ''), [/^html lacks the class "dark"$/]],
    [
      'a class too many',
      change('class="cards"', 'class="cards wide"'),
      [/section\.recent > div\.cards has a class "wide" that does not belong there$/],
    ],
    [
      'another attribute',
      change('href="/posts/doors"', 'href="/posts/windows"'),
      [/h3\.card-title > a\.card-link has href="\/posts\/windows", not "\/posts\/doors"$/],
    ],
    [
      'an attribute too many and one that is missing',
      change('aria-label="Main"', 'data-x="1"'),
      [
        /nav\.site-nav lacks the attribute aria-label and has an attribute data-x that does not belong there$/,
      ],
    ],
    [
      'an element that is missing',
      change('<time class="date" datetime="2026-09-10">2026-09-10</time>', ''),
      [
        /^<time class="date" datetime="2026-09-10">2026-09-10 is missing in .*article\.card, after <p class="card-excerpt">Between/,
      ],
    ],
    [
      'an element too many',
      change('<main', '<aside>Ad</aside><main'),
      [/^<aside>Ad does not belong in body\.page, after <header class="site-header">/],
    ],
    [
      'an element that stands in another one',
      change('<main', '<div id="app"><main').replace('</main>', '</main></div>'),
      [/^<main class="main" id="main">.* stands in <div id="app">, which does not belong in body\.page$/],
    ],
    [
      'other words, with what surrounds them',
      change('quot;quotes', 'quot;quarrels'),
      [/^the text in .*a\.card-link is "….* signal: a <harbour> in \\"quarrels\\"", not "….*\\"quotes\\""$/],
    ],
    [
      'blanks where words were joined',
      change('>Blog<', '> Blog<'),
      [/the text in .* is " Blog", not "Blog"/],
    ],
    [
      'another description, wherever it stands in the head',
      change('name="description" content="Essays', 'name="description" content="Poems'),
      [/^head > meta has content="Poems on tools/],
    ],
    [
      'a link too many in the head',
      change('</head>', '<link rel="stylesheet" href="/b.css"></head>'),
      [/^<link href="\/b\.css" rel="stylesheet"> does not belong in head$/],
    ],
    ['no doctype', change('<!DOCTYPE html>', ''), [/doctype/]],
    [
      'several things, in the order of the page',
      change(' class="dark"', '').replace('>About<', '>Us<'),
      [/^html lacks/, /"Us", not "About"/],
    ],
  ];
  for (const [what, page, says] of different) {
    it(`differs by ${what}`, () => {
      const found = said(page);
      assert.equal(found.length, says.length, found.join('\n'));
      for (const [i, pattern] of says.entries()) assert.match(found[i] ?? '', pattern);
    });
  }

  it('keeps white space where it is shown', () => {
    const [a, b] = ['<pre>a\n  b</pre>', '<pre>a b</pre>'].map((pre) => `<!DOCTYPE html><body>${pre}</body>`);
    assert.equal(checkStructure(a ?? '', b ?? '').length, 1);
  });

  it('has the path, and both sides of a difference', () => {
    const [difference] = checkStructure(change(' class="dark"', ''), golden);
    assert.deepEqual(difference, {
      says: 'html lacks the class "dark"',
      path: 'html',
      wanted: '<html class="dark" lang="en">',
      found: '<html lang="en">',
    });
  });
});

describe('a declared deviation', () => {
  const framed = change('<main', '<div id="app" data-hk="0"><main data-hk="1"').replace(
    '</main>',
    '</main></div>',
  );

  it('is overlooked: attributes by glob, elements by selector', () => {
    assert.equal(said(framed).length, 2);
    assert.deepEqual(said(framed, [{ ignoreAttributes: ['data-*'], unwrap: ['body > #app'] }]), []);
    assert.deepEqual(
      said(change('</body>', '<div id="portal"></div></body>'), [{ remove: ['#portal'] }]),
      [],
    );
  });

  it('hides nothing else', () => {
    const page = framed.replace('>About<', '>Us<');
    assert.match(
      said(page, [{ ignoreAttributes: ['data-hk'], unwrap: ['#app'] }]).join(),
      /^the text in .*"Us"/,
    );
  });

  const refused: readonly [what: string, page: string, deviation: Partial<Deviation>, says: RegExp][] = [
    [
      'text',
      change('<main', '<p id="ad">Ad</p><main'),
      { remove: ['#ad'] },
      /"#ad" means p#ad, which holds text/,
    ],
    [
      'a link',
      change('<main', '<div id="ad"><a href="/x"></a></div><main'),
      { remove: ['#ad'] },
      /which holds a, which has an attribute that may not be touched: href/,
    ],
    [
      'a class',
      golden,
      { unwrap: ['.cards'] },
      /"\.cards" means div\.cards, which has an attribute .*: class/,
    ],
    ['the body', golden, { unwrap: ['body'] }, /"body" means body\.page, that every page has/],
  ];
  for (const [what, page, deviation, says] of refused) {
    it(`may not touch ${what}`, () => assert.match(said(page, [deviation])[0] ?? '', says));
  }

  it('may not name an attribute that makes a page what it is', () => {
    for (const glob of ['href', 'act*', 'METHOD', 'n?me*', '*', 'value', 'cl*ss', 'date*', 'name']) {
      const fault = faultOf({ note: 'n', ignoreAttributes: [glob] });
      if (glob === 'n?me*') assert.equal(fault, null, 'only * stands for other letters');
      else assert.match(fault ?? '', /may not touch/, glob);
    }
    assert.equal(
      faultOf({ note: 'n', ignoreAttributes: ['data-hk', '_ngcontent-*'], unwrap: ['#__nuxt'] }),
      null,
    );
    assert.match(faultOf({ note: 'n', remove: ['a['] }) ?? '', /"remove" holds no CSS selector: "a\["/);
  });
});
