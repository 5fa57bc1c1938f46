// The page of `deputy run --format html`.
import fs from 'node:fs';
import path from 'node:path';

import {expectAccessible, expectFits, expectQuiet, focused, kWidths, tabTo, unfoldAll} from './lib/checks.mjs';
import {expect, expectEqual} from './lib/harness.mjs';
import {hostileScenario, kHostile} from './lib/hostile_scenario.mjs';
import {makeReport} from './lib/report.mjs';

export default function(suite, {deputy, folder}) {
  const made = new Map();
  const report = (name, args) => {
    if (!made.has(name)) made.set(name, makeReport(deputy, folder, name, args));
    return made.get(name);
  };
  const all = () => report('all', []);
  const one = () => report('one', ['--filter', 'seed-01']);
  const hostile = () => {
    const file = path.join(folder, 'hostile.json');
    fs.writeFileSync(file, JSON.stringify(hostileScenario()));
    return report('hostile', [file]);
  };
  const topic = () => report('topic', ['--filter', 'dms']);
  const pages = {all, one, topic, hostile};

  for (const [name, address] of Object.entries(pages)) {
    suite.test(`${name} fits at ${kWidths.join(', ')}, folded and unfolded`, async (browser) => {
      for (const width of kWidths) {
        const {page, seen} = await browser.open(address(), {width});
        await expectFits(page, `folded at ${width}`);
        await unfoldAll(page);
        await expectFits(page, `unfolded at ${width}`);
        expectQuiet(seen, `at ${width}`);
      }
    });
    for (const scheme of ['light', 'dark']) {
      if (name === 'all') continue;
      suite.test(`${name} has no barrier that axe finds, ${scheme}`, async (browser) => {
        const {page} = await browser.open(address(), {scheme});
        if (name !== 'topic') await unfoldAll(page);
        await expectAccessible(browser, page, scheme);
      });
    }
  }

  suite.test('all has no barrier that axe finds, but for colours', async (browser) => {
    const {page} = await browser.open(all()); // whose colours are those of the others
    await expectAccessible(browser, page, 'all', ['color-contrast', 'color-contrast-enhanced']);
  });

  suite.test('nothing of a drawing lies over another text, nor outside', async (browser) => {
    const {page} = await browser.open(all());
    await unfoldAll(page);
    const found = await page.evaluate(() => {
      const said = [];
      for (const drawing of document.querySelectorAll('svg.sequence')) {
        const whole = drawing.getBoundingClientRect();
        const texts = [...drawing.querySelectorAll('text')].map((one) => [one.textContent, one.getBoundingClientRect()]);
        for (const [i, [text, box]] of texts.entries()) {
          if (box.left < whole.left || box.right > whole.right || box.bottom > whole.bottom)
            said.push(`outside: ${text}`);
          for (const [other, over] of texts.slice(i + 1)) {
            const wide = Math.min(box.right, over.right) - Math.max(box.left, over.left);
            const high = Math.min(box.bottom, over.bottom) - Math.max(box.top, over.top);
            if (wide > 1 && high > 4) said.push(`${text} | ${other}`);
          }
        }
      }
      return [document.querySelectorAll('svg.sequence').length > 50, said.slice(0, 10)];
    });
    expectEqual(found, [true, []], 'texts');
  });

  suite.test('a cell of the matrix is reached and followed with the keyboard', async (browser) => {
    const {page} = await browser.open(all());
    await page.keyboard.press('Tab');
    const first = await focused(page);
    expectEqual(first.text, 'Skip to the scenarios', 'the first stop');
    expect(first.outline !== 'none', 'the focus cannot be seen');
    await page.keyboard.press('Enter');
    const pressed = await tabTo(page, (at) => at.tag === 'a' && /\.1\.\d+$/.test(at.href ?? ''), 10);
    expect(pressed > 0, 'no cell of a matrix within 10 stops of the scenarios');
    const {href} = await focused(page);
    await page.keyboard.press('Enter');
    const target = page.locator(`[id="${href.slice(1)}"]`);
    await target.locator('> p').first().waitFor({state: 'visible', timeout: 2000});
    expect(await target.evaluate((node) => node.open), 'the details are still folded');
    await page.keyboard.press('Tab');
    const next = await focused(page);
    expectEqual(next.tag, 'summary', 'the stop behind the link');
    await page.keyboard.press('Enter');
    expect(!(await target.evaluate((node) => node.open)), 'the summary does not fold');
  });

  suite.test('without JavaScript a link unfolds what it leads to', async (browser) => {
    const {page, seen} = await browser.open(all(), {scripts: false});
    const link = page.locator('.matrix td a').first();
    const target = page.locator(`[id="${(await link.getAttribute('href')).slice(1)}"]`);
    expect(!(await target.isVisible()), 'it is unfolded from the start');
    await link.click();
    await target.locator('> p').first().waitFor({state: 'visible', timeout: 2000});
    expectQuiet(seen, 'without JavaScript');
  });

  suite.test('a malicious scenario shows as text', async (browser) => {
    const {page, seen} = await browser.open(hostile());
    await unfoldAll(page);
    const found = await page.evaluate(() => ({
      scripts: document.querySelectorAll('script, iframe, object, embed, img, form, base, link, foreignObject, animate').length,
      handlers: [...document.querySelectorAll('*')].filter(
          (node) => [...node.attributes].some((one) => one.name.startsWith('on') || one.name === 'style')).length,
      sheets: document.styleSheets.length,
      pwned: window.pwned ?? null,
      links: [...document.querySelectorAll('a')].map((a) => a.getAttribute('href')).filter((a) => !/^(#|https:)/.test(a)),
      text: document.body.textContent,
      title: document.title,
    }));
    expectEqual({...found, text: '', title: ''},
                {scripts: 0, handlers: 0, sheets: 1, pwned: null, links: [], text: '', title: ''}, 'in the page');
    for (const piece of ['<script>', '</style>', '</svg>', '<img src=x', '&lt;'])
      expect(found.text.includes(piece), `${piece} is not shown`);
    expect(found.title.includes('<script>'), 'the title is not shown as it is');
    expect(!/[\u202a-\u202e\u2066-\u2069]/.test(found.text), 'a mark turns the direction of the text');
    expect(kHostile.length > 100, 'the text is not hostile');
    expectQuiet(seen, 'malicious');
  });

  suite.test('on paper everything is unfolded', async (browser) => {
    const {page} = await browser.open(one());
    await page.evaluate(() => document.querySelectorAll('details').forEach((node) => { node.open = false; }));
    await page.emulateMedia({media: 'print'});
    const hidden = await page.evaluate(() => [...document.querySelectorAll('.cell > p, .sequence, .truth')].filter(
        (node) => !node.checkVisibility({contentVisibilityAuto: true})).length);
    expectEqual(hidden, 0, 'what is still folded');
    const pdf = await page.pdf({format: 'A4'});
    expect(pdf.length > 20000, 'the PDF is empty');
    fs.writeFileSync(path.join(folder, 'one.pdf'), pdf);
  });

  suite.test('opens fast (told, not asserted)', async (browser) => {
    const {page} = await browser.open(all());
    const ms = await page.evaluate(() => {
      const [load] = performance.getEntriesByType('navigation');
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      return {load: Math.round(load.loadEventEnd), paint: paint ? Math.round(paint.startTime) : null};
    });
    const bytes = fs.statSync(path.join(folder, 'all.html')).size;
    console.log(`        ${bytes} bytes, first paint after ${ms.paint} ms, loaded after ${ms.load} ms`);
  });
}
