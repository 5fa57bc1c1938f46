// The lab: a scenario is picked, and its policy and request are put on the bench.
import {get, post} from './api.js';
import {askNothing, bench, complain, editor, form, showBench, together, undecided} from './bench.js';
import {byId, el, fill, prose} from './dom.js';
import {saveFile} from './files.js';
import * as views from './views.js';

const state = {list: [], scenario: null, variant: 0, step: 0};

function putNothing(why, diagram) {
  bench.setting = null;
  showBench(why);
  together(() => {
    editor.text = '';
    form.value = {};
    byId('trusted').value = '';
  }, () => askNothing({...undecided('NOTHING ASKED', why), diagram}, 'nothing is asked'));
}

function putExercise(exercise) {
  const {scenario, variant, step} = state;
  bench.setting = {
    scenario: scenario.id, variant: scenario.variants[variant].id, step: scenario.steps[step].id, call: exercise.call,
  };
  showBench();
  together(() => {
    fill(byId('policy-name'), ...prose(exercise.name[0].toUpperCase() + exercise.name.slice(1)));
    editor.text = exercise.policy;
    form.value = exercise.request;
    byId('trusted').value = exercise.trusted.join(' ');
  });
}

function showStep() {
  const {scenario, variant, step} = state;
  const at = scenario.steps[step]?.id;
  const {exercises, told, diagram} = scenario.plays[variant][step] ?? {exercises: []};
  bench.outcomes = scenario.steps.map(({id}, i) => ({id, ...scenario.plays[variant][i]}));
  history.replaceState(null, '', `#${[scenario.id, scenario.variants[variant].id, at].filter(Boolean).join('/')}`);
  views.showChoices(byId('variants'), 'variant', scenario.variants.map(({id, title}) => ({id, label: [el('b', {}, id), ' ', ...prose(title)]})),
      scenario.variants[variant].id, (id) => { state.variant = scenario.variants.findIndex((one) => one.id === id); keepFocus(showStep); });
  views.showChoices(byId('steps'), 'step', scenario.steps.map((one, i) => ({id: one.id, label: views.stepLabel(one, scenario.plays[variant][i])})),
      at, (id) => { state.step = scenario.steps.findIndex((one) => one.id === id); keepFocus(showStep); });
  byId('calls-set').hidden = exercises.length < 2;
  views.showChoices(byId('calls'), 'call', exercises.map((one) => ({id: String(one.call), label: prose(one.about)})),
      String(exercises[0]?.call), (id) => putExercise(exercises.find((one) => String(one.call) === id)));
  byId('diagram-section').hidden = true;
  if (exercises.length) putExercise(exercises[0]);
  else if (at) putNothing(`This step asks no trust policy and no resource's policy: there is nothing to edit. ${told}`, diagram);
  else putNothing('This scenario has no steps: nothing is asked.');
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

async function openFile(file) {
  try {
    if (file.size > 250_000) throw new Error('the file has more than 250,000 bytes');
    const opened = await post('/api/open', await file.text());
    bench.setting = null;
    byId('diagram-section').hidden = true;
    showBench();
    together(() => {
      if (opened.policy !== undefined) {
        byId('policy-name').textContent = `Policy of ${file.name}`;
        editor.text = opened.policy;
      }
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
byId('save-request').addEventListener('click', () => saveFile('request.json', bench.line));
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
