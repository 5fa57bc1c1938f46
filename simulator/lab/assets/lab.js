// The lab: a scenario is picked, its policy and request are put into the editor and the form, and
// with each key that is pressed the server decides and proves anew.
import {Asker, get, post} from './api.js';
import {byId, el, fill, prose} from './dom.js';
import {Editor} from './editor.js';
import {saveFile} from './files.js';
import {RequestForm} from './request_form.js';
import * as views from './views.js';

const state = {list: [], scenario: null, variant: 0, step: 0, exercise: null, line: '', diagnostics: [], findings: [],
               commands: {decide: [], prove: []}};

const complain = (error) => {
  byId('trouble').hidden = false;
  fill(byId('trouble'), ...prose(error.message));
};

const showCommands = () => { byId('commands').textContent = [...state.commands.decide, ...state.commands.prove].join('\n'); };
// Places are those of the text that was asked about; when it was changed since, the next answer has them.
const showSaid = (question) => {
  if (question.policy === editor.text) editor.show([...state.diagnostics, ...state.findings]);
};

const decide = new Asker('/api/decide', (answer, question, took) => {
  byId('trouble').hidden = true;
  state.diagnostics = answer.diagnostics;
  if (answer.diagnostics.some((one) => one.severity === 'error')) state.findings = [];
  state.line = answer.line ?? '';
  byId('save-request').disabled = state.line === '';
  state.commands.decide = answer.commands ?? [];
  showSaid(question);
  form.showProblems(answer.problems);
  form.showDerived(answer.filledIn ?? []);
  views.showDecision(answer, (edits) => form.edit(edits));
  views.showDiagram(answer);
  if (answer.steps) views.showOutcomes(answer.steps);
  showCommands();
  byId('timing').textContent = `Decided in ${took.toFixed(0)} ms.`;
  performance.measure('decided', {start: performance.now() - took, duration: took});
}, complain);

const prove = new Asker('/api/prove', (answer, question, took) => {
  state.findings = answer.findings;
  state.commands.prove = answer.commands;
  showSaid(question);
  views.showProof(answer, openRequest);
  showCommands();
  performance.measure('proved', {start: performance.now() - took, duration: took});
}, complain);

function ask() {
  if (state.quiet) return;
  const question = {
    policy: editor.text, request: form.value, trusted: byId('trusted').value.split(/\s+/).filter(Boolean),
    setting: state.exercise && {
      scenario: state.scenario.id, variant: state.scenario.variants[state.variant].id,
      step: state.scenario.steps[state.step].id, call: state.exercise.call,
    },
  };
  decide.ask(question);
  prove.ask(question);
}

const editor = new Editor(ask);
const form = new RequestForm(ask);
byId('trusted').addEventListener('input', ask);

// Several changes, one question.
function together(change) {
  state.quiet = true;
  change();
  state.quiet = false;
  ask();
}

function putExercise(exercise) {
  state.exercise = exercise;
  together(() => {
    fill(byId('policy-name'), ...prose(exercise.name[0].toUpperCase() + exercise.name.slice(1)));
    editor.text = exercise.policy;
    form.value = exercise.request;
    byId('trusted').value = exercise.trusted.join(' ');
  });
}

function showStep() {
  const {scenario, variant, step} = state;
  const play = scenario.plays[variant][step];
  history.replaceState(null, '', `#${scenario.id}/${scenario.variants[variant].id}/${scenario.steps[step].id}`);
  views.showChoices(byId('variants'), 'variant', scenario.variants.map(({id, title}) => ({id, label: [el('b', {}, id), ' ', ...prose(title)]})),
      scenario.variants[variant].id, (id) => { state.variant = scenario.variants.findIndex((one) => one.id === id); keepFocus(showStep); });
  views.showChoices(byId('steps'), 'step', scenario.steps.map((one, i) => ({id: one.id, label: views.stepLabel(one, scenario.plays[variant][i])})),
      scenario.steps[step].id, (id) => { state.step = scenario.steps.findIndex((one) => one.id === id); keepFocus(showStep); });
  byId('calls-set').hidden = play.exercises.length < 2;
  views.showChoices(byId('calls'), 'call', play.exercises.map((one) => ({id: String(one.call), label: prose(one.about)})),
      String(play.exercises[0]?.call), (id) => putExercise(play.exercises.find((one) => String(one.call) === id)));
  byId('diagram-section').hidden = true;
  if (play.exercises.length) putExercise(play.exercises[0]);
  else {
    state.exercise = null;
    ask();
  }
}

// Radio buttons are made anew; the one that was pressed keeps the focus.
function keepFocus(change) {
  const {name, value} = document.activeElement ?? {};
  change();
  if (name) [...document.querySelectorAll(`input[name="${name}"]`)].find((one) => one.value === value)?.focus();
}

async function showScenario(id, variantId, stepId) {
  const scenario = await get(`/api/scenarios/${encodeURIComponent(id)}`);
  const indexOf = (list, wanted) => Math.max(0, list.findIndex((one) => one.id === wanted));
  const firstHostile = Math.max(0, scenario.steps.findIndex((one, i) => one.hostile && scenario.plays[0][i].outcome === 'succeeds'));
  Object.assign(state, {scenario, variant: indexOf(scenario.variants, variantId),
                        step: stepId ? indexOf(scenario.steps, stepId) : firstHostile});
  byId('scenario').value = id;
  const listed = state.list.find((one) => one.id === id);
  byId('scenario-title').textContent = scenario.title;
  fill(byId('story'), ...prose(scenario.story));
  byId('look-at').hidden = !listed?.lookAt;
  fill(byId('look-at'), el('b', {}, 'Look at: '), ...prose(listed?.lookAt ?? ''));
  views.showLesson(scenario);
  showStep();
}

const pick = (id, ...rest) => showScenario(id, ...rest).catch(complain);

function openRequest(request) {
  const {trustPolicy, resourcePolicy, ...rest} = request;
  together(() => { form.value = rest; });
  byId('decision').scrollIntoView({block: 'center', behavior: 'smooth'});
}

async function openFile(file) {
  try {
    if (file.size > 250_000) throw new Error('the file has more than 250,000 bytes');
    const opened = await post('/api/open', await file.text());
    state.exercise = null;
    byId('diagram-section').hidden = true;
    together(() => {
      byId('policy-name').textContent = `Policy of ${file.name}`;
      if (opened.policy !== undefined) editor.text = opened.policy;
      if (opened.request !== undefined) form.value = opened.request;
    });
    byId('trouble').hidden = true;
  } catch (error) {
    complain(new Error(`${file.name}: ${error.message}`));
  }
}

byId('scenario').addEventListener('change', (event) => pick(event.target.value));
for (const [id, by] of [['previous', -1], ['next', 1]]) {
  byId(id).addEventListener('click', () => {
    const at = state.list.findIndex((one) => one.id === state.scenario?.id) + by;
    if (state.list[at]) pick(state.list[at].id);
  });
}
byId('reset').addEventListener('click', () => showStep());
byId('save-request').addEventListener('click', () => saveFile('request.json', state.line));
byId('save-policy').addEventListener('click', () => saveFile('policy.json', editor.text));
byId('open').addEventListener('click', () => byId('file').click());
byId('file').addEventListener('change', (event) => {
  const [file] = event.target.files;
  event.target.value = '';
  if (file) openFile(file);
});
// `#scenario/variant/step` in the address; other anchors are places of the page.
function placeInAddress() {
  try {
    return location.hash.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return [];
  }
}
const isListed = (id) => state.list.some((one) => one.id === id);
window.addEventListener('hashchange', () => {
  const [id, variant, step] = placeInAddress();
  if (isListed(id)) pick(id, variant, step);
});

try {
  const {parts} = await get('/api/scenarios');
  state.list = parts.flatMap((part) => part.scenarios);
  let number = 0;
  fill(byId('scenario'), ...parts.map((part) => el('optgroup', {label: part.title},
      ...part.scenarios.map((one) => el('option', {value: one.id}, `${++number}. ${one.title}`)))));
  const [id, ...rest] = placeInAddress();
  await (isListed(id) ? pick(id, ...rest) : pick(state.list[0].id));
} catch (error) {
  complain(error);
}
