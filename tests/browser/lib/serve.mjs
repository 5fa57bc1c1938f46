// A running `deputy serve` at a free port.
import {spawn} from 'node:child_process';

// `address` is a promise of where it is, without a slash behind it; `stop` ends it and says its exit code.
export function serve(deputy, args = []) {
  const child = spawn(deputy, ['serve', '--port', '0', ...args], {stdio: ['ignore', 'pipe', 'pipe']});
  let said = '';
  child.stderr.on('data', (text) => { said += text; });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const address = new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(String(line).trim().replace(/\/$/, '')));
    child.on('exit', (code) => reject(new Error(`deputy serve ended with ${code}: ${said.slice(0, 1000)}`)));
  });
  return {address, stop: async () => { child.kill('SIGTERM'); return ended; }};
}

// The lab has decided and proved what stands in it.
export const answered = (page) => page.waitForFunction(() => document.getElementById('decision').textContent !== '' &&
    document.getElementById('proof').childElementCount > 0);
