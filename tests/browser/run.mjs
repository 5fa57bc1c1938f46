// node run.mjs PACKAGES DEPUTY FOLDER [WORD...]
//
// Opens the pages of the program DEPUTY in Chromium, with the packages installed in PACKAGES, and
// puts what it makes into FOLDER. With WORDs, only tests whose name holds one of them. A file of
// this folder that ends in _page.mjs has the tests of one page: its default export is given a Suite
// and where things are. Ends with `N passed, N failed`.
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

import {Browser} from './lib/browser.mjs';
import {runSuites, Suite} from './lib/harness.mjs';

const [packages, deputy, folder, ...words] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node run.mjs PACKAGES DEPUTY FOLDER [WORD...]');
  process.exit(2);
}
const here = path.dirname(fileURLToPath(import.meta.url));
fs.mkdirSync(folder, {recursive: true});

const suites = [];
for (const file of fs.readdirSync(here).filter((name) => name.endsWith('_page.mjs')).sort()) {
  const suite = new Suite(file.replace('_page.mjs', ''));
  const {default: describe} = await import(path.join(here, file));
  describe(suite, {deputy: path.resolve(deputy), folder: path.resolve(folder)});
  suites.push(suite);
}
const browser = await Browser.launch(packages);
const {passed, failed} = await runSuites(suites, words, browser);
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
