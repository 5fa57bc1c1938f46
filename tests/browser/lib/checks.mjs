// What holds for every page of deputy.
import {expect, expectEqual} from './harness.mjs';

export const kWidths = [360, 800, 1400];

export async function unfoldAll(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
}

// The page itself never scrolls sideways; what is wide has a scroller of its own.
export async function expectFits(page, about) {
  const wide = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const inScroller = (node) => {
      for (let up = node.parentElement; up; up = up.parentElement) {
        if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(up).overflowX)) return true;
      }
      return false;
    };
    return [...document.body.querySelectorAll('*')]
        .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 0.5 && !inScroller(one))
        .slice(0, 5)
        .map((one) => `${one.tagName}.${one.className} to ${Math.round(one.getBoundingClientRect().right)}`)
        .concat([`the page is ${root.scrollWidth} wide`]);
  });
  expectEqual(wide, [], `${about}: what is too wide`);
}

// `without` are rules of axe to leave out, of a page on which they would take minutes.
export async function expectAccessible(browser, page, about, without = []) {
  await page.evaluate(browser.axe);
  const found = await page.evaluate((left) => window.axe.run(document, {
    resultTypes: ['violations'], rules: Object.fromEntries(left.map((rule) => [rule, {enabled: false}])),
  }), without);
  const said = found.violations.map((one) => `${one.id}: ${one.help}\n` + one.nodes.slice(0, 3).map(
      (node) => `  ${node.target.join(' ')}: ${node.failureSummary.replace(/\n/g, ' ')}`).join('\n'));
  expect(said.length === 0, `${about}:\n${said.join('\n')}`);
}

// Nothing was asked of the network, nothing was complained about.
export function expectQuiet(seen, about) {
  expectEqual(seen.external, [], `${about}: asked of the network`);
  expectEqual(seen.errors, [], `${about}: said on the console`);
  expectEqual(seen.dialogs, [], `${about}: dialogs`);
}

// What has the focus, as a person would name it.
export function focused(page) {
  return page.evaluate(() => {
    const one = document.activeElement;
    return {
      tag: one.tagName.toLowerCase(), text: (one.getAttribute('aria-label') || one.textContent).trim().slice(0, 80),
      outline: getComputedStyle(one).outlineStyle, id: one.id, href: one.getAttribute('href'),
    };
  });
}

// Presses Tab until `wanted` is focused; how often, or -1.
export async function tabTo(page, wanted, most = 200) {
  for (let pressed = 1; pressed <= most; ++pressed) {
    await page.keyboard.press('Tab');
    if (wanted(await focused(page))) return pressed;
  }
  return -1;
}
