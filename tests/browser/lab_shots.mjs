// Pictures of the lab: a policy with a hole and what it lets in, and one that IAM would not store.
import path from 'node:path';

import {answered, serve} from './lib/serve.mjs';

export default async function(browser, {deputy, images}) {
  const lab = serve(deputy);
  const base = await lab.address;
  const open = async (hash, options) => {
    const {page} = await browser.open(`${base}/${hash}`, {allowed: [base], height: 1000, ...options});
    await answered(page);
    await page.evaluate(() => document.fonts.ready);
    return page;
  };
  const hole = await open('#seed-01-confused-deputy/vulnerable/through-dms', {width: 1400});
  await hole.screenshot({path: path.join(images, 'lab-hole.png')});
  const mended = await open('#seed-01-confused-deputy/fixed/through-dms', {width: 1400, scheme: 'dark'});
  await mended.evaluate(() => document.querySelector('.bench').scrollIntoView());
  await mended.screenshot({path: path.join(images, 'lab-fixed.png')});
  await lab.stop();
}
