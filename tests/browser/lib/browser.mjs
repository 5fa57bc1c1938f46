// A Chromium of the system, and pages that remember whatever a page of deputy must not do: talk to
// the network, complain on the console, open a dialog.
import {createRequire} from 'node:module';
import path from 'node:path';

const kFlags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--force-color-profile=srgb',
];

export class Browser {
  // `packages` is the folder that has node_modules.
  static async launch(packages, executable = process.env.CHROMIUM || '/usr/bin/chromium') {
    const require = createRequire(path.join(path.resolve(packages), 'package.json'));
    const {chromium} = require('playwright-core');
    const browser = await chromium.launch({executablePath: executable, args: kFlags});
    return new Browser(browser, require('axe-core').source);
  }

  constructor(browser, axe) {
    this.browser = browser;
    this.axe = axe;
    this.contexts = [];
  }

  // A page of its own context. `allowed` are the beginnings of addresses that it may ask for.
  async open(address, {width = 1200, height = 800, scheme = 'light', scripts = true, allowed = [], scale = 1} = {}) {
    const context = await this.browser.newContext({
      viewport: {width, height}, colorScheme: scheme, javaScriptEnabled: scripts, deviceScaleFactor: scale,
      reducedMotion: 'reduce',
    });
    this.contexts.push(context);
    const page = await context.newPage();
    const seen = {external: [], errors: [], dialogs: []};
    await context.route('**/*', (route) => {
      const url = route.request().url();
      if ([address.split('#')[0], ...allowed].some((start) => url.startsWith(start))) return route.continue();
      seen.external.push(url);
      return route.abort();
    });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) seen.errors.push(message.text());
    });
    page.on('pageerror', (error) => seen.errors.push(String(error)));
    page.on('dialog', (dialog) => {
      seen.dialogs.push(dialog.message());
      return dialog.dismiss();
    });
    await page.goto(address, {waitUntil: 'load'});
    return {page, seen};
  }

  async closePages() {
    for (const context of this.contexts.splice(0)) await context.close();
  }

  async close() {
    await this.browser.close();
  }
}
