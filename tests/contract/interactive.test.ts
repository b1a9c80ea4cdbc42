/** What is wrong with what a browser saw, where it is not seen in the blog with faults. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkInteractive, runsScript, type SeenInBrowser } from '../../src/contract/interactive.ts';
import { homePage } from '../../src/contract/page.ts';

const right = {
  light: homePage({ reader: null, theme: 'light' }, []),
  dark: homePage({ reader: null, theme: 'dark' }, []),
};

const click = (theme: 'light' | 'dark') => ({
  status: 303,
  isNavigation: false,
  cookie: theme,
  atOnce: right[theme],
  answered: right[theme],
});

const seen: SeenInBrowser = {
  hydrated: right.light,
  clicks: [click('dark'), click('light')],
  reloaded: right.light,
  sent: ['POST /theme', 'POST /theme'],
  complaints: [],
  withoutScript: { status: 303, isNavigation: true, cookie: 'dark', page: right.dark },
};

const said = (changed: Partial<SeenInBrowser>) => checkInteractive({ ...seen, ...changed }, right);

describe('what a browser saw', () => {
  it('is right where the page follows each click, and the form works without script', () => {
    assert.deepEqual(said({}), []);
  });

  it('is wrong where a label stays as it was', () => {
    const stale = right.dark.replace('Switch to light theme', 'Switch to dark theme');
    assert.deepEqual(said({ clicks: [{ ...click('dark'), atOnce: stale }, click('light')] }), [
      'click 1: at once: the label of the button is "Switch to dark theme", not "Switch to light theme"',
    ]);
  });

  it('is wrong where a click sends nothing', () => {
    const silent = { ...click('dark'), status: null, cookie: null };
    assert.deepEqual(said({ clicks: [silent, click('light')], sent: ['POST /theme'] }), [
      'click 1: nothing is sent',
      'click 1: the cookie theme is null, not "dark"',
      '2 clicks sent POST /theme, not one POST /theme each',
    ]);
  });

  it('is wrong where hydration changes what the page says', () => {
    const rewritten = right.light.replace('Recent posts', 'Posts');
    assert.match(
      said({ hydrated: rewritten }).join(),
      /^after hydration: the text .* is "Posts", not "Recent posts"/,
    );
  });

  it('is wrong where a click flips back, or the server makes something else of the cookie', () => {
    const back = said({ clicks: [{ ...click('dark'), answered: right.light }, click('light')] });
    assert.ok(back.includes('click 1: once answered: the theme of html is "light", not "dark"'));
    assert.ok(
      said({ reloaded: right.dark }).includes('loaded again: the theme of html is "dark", not "light"'),
    );
  });

  it('is wrong where the form does nothing without script', () => {
    const dead = { status: null, isNavigation: false, cookie: null, page: right.light };
    assert.deepEqual(said({ withoutScript: dead }), [
      'without script: nothing is sent',
      'without script: the form does not lead to another page',
      'without script: the cookie theme is null, not "dark"',
    ]);
  });

  it('is not asked for where a page has only data', () => {
    assert.equal(runsScript('<script type="application/json">{}</script>'), false);
    assert.equal(runsScript('<p>&lt;script&gt;</p>'), false);
    assert.equal(runsScript('<script type=module src=/a.js></script>'), true);
    assert.equal(runsScript('<script>1</script>'), true);
  });
});
