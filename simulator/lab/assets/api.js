// The server, and the rule that the latest question wins.

async function answerOf(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

export const get = async (path) => answerOf(await fetch(path));

export const post = async (path, body) => answerOf(await fetch(path, {
  method: 'POST', headers: {'Content-Type': 'application/json'}, body,
}));

// Asks `path` as one types: one question at a time is under way, and of those that come meanwhile
// only the last is asked. `answered(answer, milliseconds)`, `failed(error)`.
export class Asker {
  constructor(path, answered, failed) {
    Object.assign(this, {path, answered, failed, busy: false, waiting: null});
  }

  ask(question) {
    this.waiting = {body: JSON.stringify(question), since: performance.now()};
    if (!this.busy) this.run();
  }

  async run() {
    this.busy = true;
    while (this.waiting) {
      const {body, since} = this.waiting;
      this.waiting = null;
      try {
        const answer = await post(this.path, body);
        if (!this.waiting) this.answered(answer, performance.now() - since);
      } catch (error) {
        if (!this.waiting) this.failed(error);
      }
    }
    this.busy = false;
  }
}
