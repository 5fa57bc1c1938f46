// Tests of pages: a name and a function each, run one after the other.

export class Suite {
  constructor(name) {
    this.name = name;
    this.tests = [];
  }

  test(name, body) {
    this.tests.push({name: `${this.name}: ${name}`, body});
  }
}

export class Failure extends Error {}

export function expect(condition, message) {
  if (!condition) throw new Failure(message);
}

export function expectEqual(found, expected, about) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Failure(`${about}: expected ${b}, found ${a}`);
}

// Runs those whose name holds one of `wanted` (all, where there is none) and says what came of it.
export async function runSuites(suites, wanted, browser) {
  let [passed, failed] = [0, 0];
  for (const {name, body} of suites.flatMap((suite) => suite.tests)) {
    if (wanted.length && !wanted.some((word) => name.includes(word))) continue;
    const started = Date.now();
    try {
      await body(browser);
      ++passed;
      console.log(`ok      ${name} (${Date.now() - started} ms)`);
    } catch (error) {
      ++failed;
      console.log(`FAILED  ${name}\n${indent(error instanceof Failure ? error.message : error.stack)}`);
    } finally {
      await browser.closePages();
    }
  }
  return {passed, failed};
}

const indent = (text) => text.split('\n').map((line) => `        ${line}`).join('\n');
