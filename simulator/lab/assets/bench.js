// The bench: the policy and the request as they stand in the page, asked about with each key that is
// pressed, and what the server answers.
import {Asker} from './api.js';
import {byId, fill, prose} from './dom.js';
import {Editor} from './editor.js';
import {RequestForm} from './request_form.js';
import * as views from './views.js';

// `setting` is of the question, null with a file of one's own; `outcomes` of the steps as the
// scenario has them, whatever stands in the editor; `line` what is decided, as a file.
export const bench = {setting: null, outcomes: [], line: ''};
const said = {diagnostics: [], findings: []};
const commands = {decide: [], prove: []};
let quiet = false;

export const complain = (error) => {
  byId('trouble').hidden = false;
  fill(byId('trouble'), ...prose(error.message));
};

function showCommands() {
  byId('commands').textContent = [...commands.decide, ...commands.prove].join('\n');
  byId('commands-section').hidden = byId('commands').textContent === '';
}
// Places are those of the text that was asked about; when it was changed since, the next answer has them.
const showSaid = (question) => {
  if (question.policy === editor.text) editor.show([...said.diagnostics, ...said.findings]);
};

function showDecided(answer, question) {
  said.diagnostics = answer.diagnostics;
  if (answer.diagnostics.some((one) => one.severity === 'error')) said.findings = [];
  bench.line = answer.line ?? '';
  byId('save-request').disabled = bench.line === '';
  commands.decide = answer.commands ?? [];
  showSaid(question);
  form.showProblems(answer.problems);
  form.showDerived(answer.filledIn ?? []);
  views.showDecision(answer, (edits) => form.edit(edits));
  views.showDiagram(answer);
  if (answer.steps) views.showOutcomes(answer.steps, 'the policy below');
  else if (!bench.setting || answer.instead) views.showOutcomes(bench.outcomes, 'the policies of the scenario');
  showCommands();
}

function showProved(answer, question) {
  said.findings = answer.findings;
  commands.prove = answer.commands;
  showSaid(question);
  views.showProof(answer, openRequest);
  showCommands();
}

// In the place of the two answers.
export const undecided = (headline, why, problems = []) => ({diagnostics: [], problems, instead: [headline, why]});
const unproved = (why) => ({findings: [], misread: [], commands: [], proof: null, unasked: why});

const decide = new Asker('/api/decide', (answer, question, took) => {
  byId('trouble').hidden = true;
  showDecided(answer, question);
  byId('timing').textContent = `Decided in ${took.toFixed(0)} ms.`;
  performance.measure('decided', {start: performance.now() - took, duration: took});
}, (error, question) => {
  complain(error);
  showDecided(undecided('NO ANSWER', error.message), question);
});

const prove = new Asker('/api/prove', (answer, question, took) => {
  showProved(answer, question);
  performance.measure('proved', {start: performance.now() - took, duration: took});
}, (error, question) => {
  complain(error);
  showProved(unproved(error.message), question);
});

export function askNothing(decided, why) {
  decide.forget();
  prove.forget();
  showDecided(decided, {policy: editor.text});
  showProved(unproved(why), {policy: editor.text});
}

function ask() {
  if (quiet) return;
  const {repeated} = form;
  if (repeated.length) {
    askNothing(undecided('NO REQUEST', 'The request cannot be made: see what it says there.', repeated), 'a key stands twice');
    return;
  }
  const question = {
    policy: editor.text, request: form.value, trusted: byId('trusted').value.split(/\s+/).filter(Boolean),
    setting: bench.setting,
  };
  decide.ask(question);
  prove.ask(question);
}

export const editor = new Editor(ask);
export const form = new RequestForm(ask);
byId('trusted').addEventListener('input', ask);

// Several changes, one question.
export function together(change, then = ask) {
  quiet = true;
  change();
  quiet = false;
  then();
}

// Where there is nothing to ask, `why` in the place of it all.
export function showBench(why = '') {
  byId('bench').hidden = byId('save-policy').disabled = why !== '';
  byId('unasked').hidden = why === '';
  fill(byId('unasked'), ...prose(why));
}

function openRequest(request) {
  const {trustPolicy, resourcePolicy, ...rest} = request;
  together(() => { form.value = rest; });
  byId('decision').scrollIntoView({block: 'center', behavior: 'smooth'});
}
