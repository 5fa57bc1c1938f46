// Pictures of the report.
import path from 'node:path';

import {makeReport} from './lib/report.mjs';

// The part of the page from the top of one element to the bottom of another.
async function shoot(page, from, to, file) {
  const clip = await page.evaluate(([a, b]) => {
    const first = document.querySelector(a).getBoundingClientRect();
    const last = document.querySelector(b).getBoundingClientRect();
    const main = document.querySelector('main').getBoundingClientRect();
    return {x: main.left, y: first.top + scrollY - 12, width: main.width, height: last.bottom - first.top + 24};
  }, [from, to]);
  await page.screenshot({path: file, clip, fullPage: true});
}

export default async function(browser, {deputy, folder, images}) {
  const address = makeReport(deputy, folder, 'one', ['--filter', 'seed-01']);
  const cell = (variant) => `[id="seed-01-confused-deputy.${variant}.2"]`;
  const light = await browser.open(address, {width: 1100});
  await shoot(light.page, '.brand', '.matrix', path.join(images, 'report-matrix.png'));
  await shoot(light.page, cell(1), `${cell(1)} .sequence`, path.join(images, 'report-attack.png'));
  const dark = await browser.open(address, {width: 1100, scheme: 'dark'});
  await shoot(dark.page, `${cell(4)} .asks`, `${cell(4)} .ruler`, path.join(images, 'report-truth-table.png'));
}
