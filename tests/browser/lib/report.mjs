// Makes reports with the program under test.
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

import {expect} from './harness.mjs';

// The address of a new report; `args` are those of `deputy run`.
export function makeReport(deputy, folder, name, args) {
  const file = path.join(folder, `${name}.html`);
  const ran = spawnSync(deputy, ['run', '--format', 'html', '--output', file, ...args], {encoding: 'utf8'});
  expect(ran.status === 0, `deputy run says ${ran.status}: ${(ran.stderr ?? '').slice(0, 1000)}`);
  return pathToFileURL(file).href;
}
