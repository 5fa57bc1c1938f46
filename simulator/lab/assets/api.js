// The server, and the rule that the latest question wins.

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error('The server does not answer: is `deputy serve` still running?');
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

export const get = (path) => ask(path);

export const post = (path, body) => ask(path, {method: 'POST', headers: {'Content-Type': 'application/json'}, body});

// Asks `path` as one types: one question at a time is under way, and of those that come meanwhile
// only the last is asked. `answered(answer, question, milliseconds)`, `failed(error, question)`.
export class Asker {
  constructor(path, answered, failed) {
    Object.assign(this, {path, answered, failed, busy: false, waiting: null, forgotten: 0});
  }

  // Nobody wants to know any more what was asked so far.
  forget() {
    this.waiting = null;
    ++this.forgotten;
  }

  ask(question) {
    this.waiting = {question, since: performance.now()};
    if (!this.busy) this.run();
  }

  async run() {
    this.busy = true;
    while (this.waiting) {
      const {question, since} = this.waiting;
      this.waiting = null;
      const {forgotten} = this;
      const [answer, error] = await post(this.path, JSON.stringify(question)).then((said) => [said], (why) => [null, why]);
      if (forgotten !== this.forgotten) continue;
      if (answer) this.answered(answer, question, performance.now() - since);
      else this.failed(error, question);
    }
    this.busy = false;
  }
}
