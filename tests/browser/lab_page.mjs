// The page of `deputy serve`.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import {expectAccessible, expectFits, expectQuiet, focused, kWidths, tabTo} from './lib/checks.mjs';
import {expect, expectEqual} from './lib/harness.mjs';
import {hostileScenario} from './lib/hostile_scenario.mjs';
import {answered, serve} from './lib/serve.mjs';

const kFixed = '#seed-01-confused-deputy/fixed/through-dms';
const kVulnerable = '#seed-01-confused-deputy/vulnerable/through-dms';

const decision = (page) => page.locator('#decision').textContent();
const waitFor = (page, wanted) => page.waitForFunction(
    (text) => document.getElementById('decision').textContent === text, wanted, {timeout: 5000});

export default function(suite, {deputy, folder}) {
  // Each test has a server of its own, which ends well.
  const test = (name, body, args) => suite.test(name, async (browser) => {
    const lab = serve(deputy, args?.());
    try {
      const base = await lab.address;
      await body(browser, base, async (hash, options = {}) => {
        const opened = await browser.open(`${base}/${hash}`, {allowed: [base], ...options});
        await answered(opened.page);
        return opened;
      });
    } finally {
      expectEqual(await lab.stop(), 0, 'exit code');
    }
  });

  for (const scheme of ['light', 'dark']) {
    test(`fits at ${kWidths.join(', ')} and has no barrier that axe finds, ${scheme}`, async (browser, base, open) => {
      for (const hash of [kFixed, '#dms-misspelt-operator', '#federation-github-any-repository']) {
        for (const width of kWidths) {
          const {page, seen} = await open(hash, {width, scheme});
          await expectFits(page, `${hash} at ${width}`);
          if (width !== 800) await expectAccessible(browser, page, `${hash} at ${width}, ${scheme}`);
          expectQuiet(seen, `${hash} at ${width}`);
          await browser.closePages();
        }
      }
    });
  }

  test('a decision is changed with the keyboard alone', async (browser, base, open) => {
    const {page, seen} = await open(kVulnerable);
    expectEqual(await decision(page), 'ALLOWED', 'of the vulnerable policy');
    await page.keyboard.press('Tab');
    expectEqual((await focused(page)).text, 'Skip to the policy', 'the first stop');
    // The scenario is a list box: its next entry by an arrow.
    expect(await tabTo(page, (at) => at.id === 'scenario', 5) > 0, 'no way to the scenarios');
    const before = await page.locator('#scenario-title').textContent();
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction((title) => document.getElementById('scenario-title').textContent !== title, before);
    await page.keyboard.press('ArrowUp');
    await page.waitForFunction((title) => document.getElementById('scenario-title').textContent === title, before);
    const at = () => page.evaluate(() => [document.activeElement.name, document.activeElement.value]);
    for (let i = 0; i < 12 && (await at())[0] !== 'variant'; ++i) await page.keyboard.press('Tab');
    expectEqual((await at())[0], 'variant', 'the variants');
    for (let i = 0; i < 6 && (await at())[1] !== 'fixed'; ++i) await page.keyboard.press('ArrowDown');
    expectEqual(await at(), ['variant', 'fixed'], 'the variant keeps the focus');
    await waitFor(page, 'IMPLICIT DENY');
    // Then the policy, and a way out of it by Tab.
    expect(await tabTo(page, (one) => one.id === 'policy-text', 20) > 0, 'no way to the policy');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await waitFor(page, 'REFUSED');
    await page.keyboard.press('Control+Z');
    await waitFor(page, 'IMPLICIT DENY');
    await page.keyboard.press('Tab');
    expect((await focused(page)).id !== 'policy-text', 'Tab does not leave the editor');
    expectQuiet(seen, 'with the keyboard');
  });

  test('what is wrong stands under the cursor, and its fix can be undone', async (browser, base, open) => {
    const {page} = await open('#dms-misspelt-operator');
    const text = page.locator('#policy-text');
    expectEqual(await decision(page), 'REFUSED', 'a misspelt operator');
    const before = await text.inputValue();
    await text.focus();
    await page.keyboard.press('F8');
    await page.waitForFunction(() => document.getElementById('under-cursor').textContent.includes('did you mean'));
    expect(await page.locator('#marks mark.error').count() > 0, 'no mark');
    await page.locator('#findings .fix').first().click();
    await page.waitForFunction(() => !['', 'REFUSED'].includes(document.getElementById('decision').textContent));
    expect(await text.inputValue() !== before, 'nothing was mended');
    await text.focus();
    while (await text.inputValue() !== before) {
      const now = await text.inputValue();
      await page.keyboard.press('Control+Z');
      expect(await text.inputValue() !== now, 'it cannot be undone');
    }
  });

  test('a key that is not sent is absent, and the flip can be tried', async (browser, base, open) => {
    const {page} = await open(kFixed);
    await page.locator('#flip-try').click();
    await waitFor(page, 'ALLOWED');
    await page.getByLabel('aws:SourceAccount is in the request').uncheck();
    await waitFor(page, 'IMPLICIT DENY');
    expect(await page.locator('#tables td.absent').count() > 0, 'nothing is absent');
    expect(await page.locator('#diagram-note').isVisible(), 'the diagram does not say that the request was changed');
  });

  test('the proof changes with the policy, and shows who gets in', async (browser, base, open) => {
    const {page} = await open(kVulnerable);
    const verdict = page.locator('#proof .property').first().locator('.chip');
    expectEqual(await verdict.textContent(), 'refuted', 'the vulnerable policy');
    await page.locator('#caller').fill('ec2.amazonaws.com');
    await waitFor(page, 'IMPLICIT DENY');
    await page.locator('#proof .property').first().getByRole('button').click();
    await waitFor(page, 'ALLOWED');
    await page.getByLabel('fixed').check();
    await page.waitForFunction(() => document.querySelector('#proof .property .chip').textContent === 'proved');
  });

  test('a request is saved and opened again', async (browser, base, open) => {
    const {page} = await open(kFixed);
    const download = page.waitForEvent('download');
    await page.locator('#save-request').click();
    const file = path.join(folder, 'request.json');
    await (await download).saveAs(file);
    const request = JSON.parse(fs.readFileSync(file, 'utf8'));
    expectEqual(request.principal, {Service: 'dms.amazonaws.com'}, 'the caller');
    expect(request.trustPolicy.Statement.length > 0, 'the policy is not in it');
    await page.goto(`${base}/${kVulnerable}`);
    await waitFor(page, 'ALLOWED');
    await page.locator('#file').setInputFiles(file);
    await waitFor(page, 'IMPLICIT DENY');
    fs.writeFileSync(file, '{"broken": ');
    await page.locator('#file').setInputFiles(file);
    await page.locator('#trouble').waitFor({state: 'visible'});
    expectEqual(await decision(page), 'IMPLICIT DENY', 'what stood there stays');
  });

  test('a key that stands twice is said and nothing is decided', async (browser, base, open) => {
    const {page, seen} = await open(kVulnerable);
    for (const [name, problem] of [['aws:SourceAccount', 'stands twice'], ['AWS:sourceaccount', 'names compare without case']]) {
      await page.locator('#add-key').click();
      await page.locator('.context-row .key').last().fill(name);
      await page.locator('.context-row textarea').last().fill('111122223333');
      await waitFor(page, 'NO REQUEST');
      const said = await page.locator('#problems').textContent();
      expect(said.includes(`the key ${name} ${problem.includes('case') ? 'stands twice: ' : ''}${problem}`), said);
      expect(await page.locator('.context-row').last().locator('[aria-invalid]').count() === 1, 'the row is not marked');
      await page.locator('.context-row button').last().click();
      await waitFor(page, 'ALLOWED');
      expectEqual(await page.locator('#problems').textContent(), '', 'the problem goes');
    }
    expectQuiet(seen, 'with a key twice');
  });

  test('a step that asks no policy shows no other one', async (browser, base, open) => {
    const {page, seen} = await open(kVulnerable);
    await page.goto(`${base}/#limits-stolen-session/vulnerable/attack`);
    await page.locator('#unasked').waitFor({state: 'visible'});
    const said = await page.locator('#unasked').textContent();
    expect(said.includes('asks no trust policy') && said.includes('s3:GetObject'), said);
    expect(!await page.locator('#bench').isVisible(), 'the editor is there');
    expect(!await page.locator('#commands-section').isVisible(), 'the commands are there');
    expect(await page.locator('#save-request').isDisabled() && await page.locator('#save-policy').isDisabled(), 'what is saved?');
    expectEqual(await page.locator('#policy-text').inputValue(), '', 'the policy');
    expect(await page.locator('#diagram svg').isVisible(), 'no diagram');
    expect((await page.locator('.steps legend').textContent()).endsWith('with the policies of the scenario'), 'the legend');
    await expectFits(page, 'without a policy');
    await page.goto(`${base}/${kFixed}`);
    await waitFor(page, 'IMPLICIT DENY');
    expect(await page.locator('#bench').isVisible(), 'the editor does not come back');
    expect(!await page.locator('#unasked').isVisible(), 'it still says that nothing is asked');
    expectQuiet(seen, 'without a policy');
  });

  test('a scenario without steps is no failure', async (browser, base, open) => {
    const {page, seen} = await open('');
    expectEqual(await page.locator('#unasked').textContent(), 'This scenario has no steps: nothing is asked.', 'said');
    expect(!await page.locator('#trouble').isVisible(), await page.locator('#trouble').textContent());
    expectQuiet(seen, 'without steps');
  }, () => {
    const file = path.join(folder, 'no_steps.json');
    fs.writeFileSync(file, JSON.stringify({...hostileScenario(), steps: []}));
    return [file];
  });

  const openText = async (page, text) => {
    const file = path.join(folder, 'opened.json');
    fs.writeFileSync(file, text);
    await page.locator('#file').setInputFiles(file);
  };
  const kOpen = {Version: '2012-10-17', Statement: [{Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole'}]};

  test('with a file of one\'s own the steps end as the scenario has it', async (browser, base, open) => {
    const {page} = await open(kFixed);
    const outcome = page.locator('#steps label', {has: page.locator('input:checked')}).locator('.chip');
    const own = await outcome.textContent();
    await page.locator('#policy-text').fill(JSON.stringify(kOpen));
    await page.waitForFunction((before) => document.querySelector('#steps input:checked').parentElement
        .querySelector('.chip').textContent !== before, own);
    expect((await page.locator('.steps legend').textContent()).endsWith('with the policy below'), 'the legend before');
    await openText(page, JSON.stringify(kOpen));
    await page.waitForFunction(() => document.getElementById('ends-with').textContent === 'the policies of the scenario');
    expectEqual(await outcome.textContent(), own, 'the ending');
  });

  test('what is too large leaves no older answer', async (browser, base, open) => {
    const {page} = await open(kVulnerable);
    const long = {...kOpen, Id: '"'.repeat(120_000)};  // escaped: 240,000 bytes, and in a question twice that
    await openText(page, JSON.stringify(long));
    await waitFor(page, 'ALLOWED');
    expect(!await page.locator('#trouble').isVisible(), await page.locator('#trouble').textContent());
    await page.locator('#policy-text').fill('"'.repeat(300_000));
    await waitFor(page, 'NO ANSWER');
    await page.locator('#proof', {hasText: 'Nothing is proved: a body may have'}).waitFor();
    expectEqual(await page.locator('#tables').textContent(), '', 'the tables');
    expectEqual(await page.locator('#all-requests').textContent(), '', 'the verdicts');
    expectEqual(await page.locator('#commands').textContent(), '', 'the commands');
    expectEqual(await page.locator('#findings').textContent(), '', 'the findings');
    expect(await page.locator('#save-request').isDisabled(), 'an older request can be saved');
  });

  // As `deputy explain` answers the same file.
  test('a file is decided as the command line decides it', async (browser, base, open) => {
    const {page} = await open(kVulnerable);
    const asks = (condition) => ({Version: '2012-10-17', Statement: [{
      Effect: 'Allow', Principal: {Service: 'dms.amazonaws.com'}, Action: 'sts:AssumeRole', Condition: condition}]});
    const request = (context, policy) => JSON.stringify({
      principal: {Service: 'dms.amazonaws.com'}, action: 'sts:AssumeRole', resource: 'arn:aws:iam::111122223333:role/dms',
      context, trustPolicy: policy}).replace('"__own__"', '"__proto__"');
    const absent = asks({Null: {'aws:SourceAccount': 'true'}});
    const line = asks({StringEquals: {'aws:SourceAccount': 'a\nb'}});
    for (const [context, policy, wanted] of [
      [{'aws:SourceAccount': []}, absent, 'ALLOWED'], [{'aws:SourceAccount': ''}, absent, 'IMPLICIT DENY'],
      [{'aws:SourceAccount': 'a\nb'}, line, 'ALLOWED'], [{'aws:SourceAccount': 'a\r\nb'}, line, 'IMPLICIT DENY'],
      [{'aws:TagKeys': ['', 'a']}, kOpen, 'ALLOWED'], [{'aws:SourceAccount': [null]}, kOpen, 'NO REQUEST'],
      [{' a:b': 'x'}, kOpen, 'NO REQUEST'], [{'': 'x'}, kOpen, 'NO REQUEST'], [{__own__: 'x'}, kOpen, 'NO REQUEST'],
    ]) {
      const text = request(context, policy);
      const said = spawnSync(deputy, ['explain', '-'], {input: text, encoding: 'utf8'});
      const cli = said.status === 3 ? 'NO REQUEST' : said.stdout.split('\n')[0];
      expectEqual(cli, wanted, `deputy explain of ${text}`);
      await page.locator('#caller').fill('');
      await waitFor(page, 'NO REQUEST');
      await openText(page, text);
      await page.waitForFunction(() => document.getElementById('caller').value !== '');
      await page.waitForFunction((want) => document.getElementById('decision').textContent === want, wanted, {timeout: 3000})
          .catch(async () => expectEqual(await decision(page), wanted, text));
    }
    await openText(page, JSON.stringify({principal: {Service: 'a'}, action: 'sts:AssumeRole\n', resource: '*', context: {}}));
    await page.locator('#trouble', {hasText: 'the form cannot show its action'}).waitFor({state: 'visible'});
  });

  test('typing is answered in time', async (browser, base, open) => {
    const {page} = await open(kFixed);
    await page.locator('#policy-text').focus();
    await page.keyboard.press('Control+End');
    await page.evaluate(() => performance.clearMeasures());
    for (let i = 0; i < 40; ++i) {
      await page.keyboard.press(i % 2 ? 'Backspace' : 'Space');
      await page.waitForTimeout(30);
    }
    await page.waitForTimeout(500);
    const times = await page.evaluate(() => Object.fromEntries(['decided', 'proved'].map((name) => [
      name, performance.getEntriesByName(name).map((one) => one.duration).sort((a, b) => a - b)])));
    for (const [name, all] of Object.entries(times)) {
      expect(all.length > 5, `${name} only ${all.length} times`);
      console.log(`        ${name}: median ${all[all.length >> 1].toFixed(1)} ms, worst ${all.at(-1).toFixed(1)} ms of ${all.length}`);
    }
  });

  test('a malicious scenario and policy show as text', async (browser, base, open) => {
    for (const variant of ['vulnerable', 'fixed']) {
      const {page, seen} = await open(`#hostile/${variant}/attack`);
      const evil = '<script>window.pwned=1</script><img src=x onerror=window.pwned=2>"\'`</textarea>';
      await page.locator('#policy-text').fill((await page.locator('#policy-text').inputValue())
          .replace('"2012-10-17"', `"2012-10-17", "Id": ${JSON.stringify(evil)}, ${JSON.stringify(evil)}: 1`));
      await waitFor(page, 'REFUSED');
      await page.locator('#caller').fill(evil);
      await page.locator('#trusted').fill(evil);
      await page.locator('#add-key').click();
      await page.locator('.context-row .key').last().fill(evil);
      await page.locator('.context-row textarea').last().fill(evil);
      await page.waitForTimeout(300);
      expect(await page.evaluate(() => window.pwned === undefined), 'something ran');
      expectEqual(await page.evaluate(() => document.querySelectorAll('body img, body script, body iframe, [onerror], [onclick]').length), 0,
          'elements that nobody made');
      expect((await page.locator('#story').textContent()).includes('<script>'), 'the story is not shown');
      await expectFits(page, variant);
      expectQuiet(seen, variant);
    }
  }, () => {
    const file = path.join(folder, 'hostile_lab.json');
    fs.writeFileSync(file, JSON.stringify(hostileScenario()));
    return [file];
  });

  test('says so when the server is gone', async (browser) => {
    const lab = serve(deputy);
    const base = await lab.address;
    const {page} = await browser.open(`${base}/${kFixed}`, {allowed: [base]});
    await waitFor(page, 'IMPLICIT DENY');
    await lab.stop();
    await page.locator('#action').fill('sts:AssumeRol');
    await page.locator('#trouble').waitFor({state: 'visible'});
    expect((await page.locator('#trouble').textContent()).includes('deputy serve'), 'it does not say what to do');
  });
}
