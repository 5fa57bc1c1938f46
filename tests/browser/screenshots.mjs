// node screenshots.mjs PACKAGES DEPUTY FOLDER IMAGES
//
// Makes the pictures of the README and the pages of docs/: those of the report, and whatever a file
// of this folder that ends in _shots.mjs makes of another page.
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

import {Browser} from './lib/browser.mjs';

const [packages, deputy, folder, images] = process.argv.slice(2);
if (!images) {
  console.error('usage: node screenshots.mjs PACKAGES DEPUTY FOLDER IMAGES');
  process.exit(2);
}
const here = path.dirname(fileURLToPath(import.meta.url));
for (const made of [folder, images]) fs.mkdirSync(made, {recursive: true});
const browser = await Browser.launch(packages);
for (const file of fs.readdirSync(here).filter((name) => name.endsWith('_shots.mjs')).sort()) {
  const {default: shoot} = await import(path.join(here, file));
  await shoot(browser, {deputy: path.resolve(deputy), folder: path.resolve(folder), images: path.resolve(images)});
  await browser.closePages();
}
await browser.close();
for (const image of fs.readdirSync(images).filter((name) => name.endsWith('.png')).sort())
  console.log(`${path.join(images, image)}: ${fs.statSync(path.join(images, image)).size} bytes`);
