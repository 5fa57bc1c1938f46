// What the server answered, shown: the decision, the proof, the scenario around them.
import {byId, el, fill, fillFromServer, prose} from './dom.js';

const kHeadline = {allowed: ['ALLOWED', 'allowed'], explicitDeny: ['EXPLICIT DENY', 'denied'], implicitDeny: ['IMPLICIT DENY', 'denied']};

function sayDecision(look, headline, why) {
  const target = byId('decision');
  target.className = `decision ${look}`;
  if (target.textContent !== headline) target.textContent = headline;
  fill(byId('decision-why'), ...prose(why));
}

// `instead`: a headline and why, where nothing was answered; what was said before is of another question.
export function showDecision(answer, flipped) {
  const broken = answer.diagnostics.some((one) => one.severity === 'error');
  if (answer.instead) {
    sayDecision('refused', ...answer.instead);
    fillFromServer(byId('tables'), '');
  } else if (broken) sayDecision('refused', 'REFUSED', 'IAM would not store this policy, so nothing is decided by it.');
  else if (!answer.decision) sayDecision('refused', 'NO REQUEST', 'The request cannot be made: see what it says there.');
  const decided = Boolean(answer.decision);
  byId('tables').classList.toggle('stale', !decided);
  byId('flip').hidden = !answer.flip;
  if (!decided) return;
  const [headline, look] = kHeadline[answer.decision.decision];
  const [, who, on] = answer.explanation.split('\n');
  sayDecision(look, headline, `${who} ${on}`);
  fillFromServer(byId('tables'), answer.html);
  if (answer.flip) {
    const verb = answer.decision.decision === 'allowed' ? 'denied' : 'allowed';
    fill(byId('flip-words'), `It would be ${verb} if the request had `, ...answer.flip.edits.flatMap(({key, value}, i) => [
      i ? ' and ' : '', value === null ? 'no ' : '', el('code', {}, key), ...(value === null ? [] : [' ', el('code', {}, value)])]));
    byId('flip-try').onclick = () => flipped(answer.flip.edits);
  }
}

export function showDiagram(answer) {
  const drawn = answer.diagram !== undefined && answer.diagram !== '';
  byId('diagram-section').hidden = byId('diagram-section').hidden && !drawn;
  byId('diagram').classList.toggle('stale', !drawn);
  if (!drawn) return;
  fillFromServer(byId('diagram'), answer.diagram);
  byId('diagram-note').hidden = !answer.changed;
}

const kProperty = {
  'no-foreign-source': 'No service that acts for a foreign source gets in',
  'no-foreign-principal': 'No foreign caller gets in',
  'someone-honest': 'Somebody honest gets in',
};
const kShort = {
  'no-foreign-source': 'no foreign source', 'no-foreign-principal': 'no foreign caller', 'someone-honest': 'somebody honest',
};

const items = (title, texts) => texts.length ?
    el('details', {}, el('summary', {}, title), el('ul', {}, ...texts.map((text) => el('li', {}, ...prose(text))))) : null;

export function showProof(answer, tryRequest) {
  fill(byId('misread'), ...(answer.misread.length ? [el('b', {class: 'bad'}, `Not understood: ${answer.misread.join(' ')}`)] : []));
  byId('trusted').toggleAttribute('aria-invalid', answer.misread.length > 0);
  const policy = answer.proof?.policies[0];
  fill(byId('all-requests'), ...(policy ? [el('a', {href: '#proof-title'}, 'Over all requests'), ':',
    ...policy.properties.map((one) => el('span', {}, el('span', {class: `chip ${one.verdict}`}, one.verdict), ' ', kShort[one.property]))] : []));
  if (!policy) {
    fill(byId('proof'), el('p', {class: 'dim'}, `Nothing is proved: ${answer.unasked}.`));
    return;
  }
  const open = new Set([...byId('proof').querySelectorAll('details[open]')].map((one) => one.dataset.of));
  fill(byId('proof'), ...policy.properties.map((one) => {
    const node = el('div', {class: `property ${one.verdict}`},
        el('h3', {}, el('span', {class: 'chip'}, one.verdict), ' ', kProperty[one.property]),
        one.reason ? el('p', {}, ...prose(one.reason)) : null,
        one.whoGetsIn.length && one.property !== 'someone-honest' ?
            el('ul', {class: 'gets-in-list'}, ...one.whoGetsIn.map((who) => el('li', {}, ...prose(who)))) : null,
        one.request ? el('p', {}, el('button', {type: 'button', onclick: () => tryRequest(one.request)},
            one.property === 'someone-honest' ? 'Show a request that gets in, and should' : 'Show a request that gets in')) : null,
        items('What keeps whom out', one.keptOut), items('What is assumed', one.assumptions));
    node.querySelectorAll('details').forEach((details, i) => {
      details.dataset.of = `${one.property} ${i}`;
      details.open = open.has(details.dataset.of);
    });
    return node;
  }));
}

// Radio buttons: `options` of {id, label nodes}; picks one.
export function showChoices(target, name, options, chosen, picked) {
  fill(target, ...options.map(({id, label}) => {
    const input = el('input', {type: 'radio', name, value: id, onchange: () => picked(id)});
    input.checked = id === chosen;
    return el('label', {class: 'choice'}, input, el('span', {}, ...label));
  }));
}

const chip = (outcome) => el('span', {class: `chip ${outcome.look}`}, outcome.verdict);

export function stepLabel(step, outcome) {
  return [el('span', {class: `actor${step.hostile ? ' hostile' : ''}`}, step.actor), ' ', el('span', {class: 'says'}, ...prose(step.says)), ' ',
    el('span', {class: 'outcome'}, chip(outcome), ' ', el('span', {class: 'dim'}, outcome.why))];
}

// How the steps end, in the labels that are there, and with which policy.
export function showOutcomes(outcomes, policy) {
  byId('ends-with').textContent = policy;
  for (const outcome of outcomes) {
    const input = [...byId('steps').querySelectorAll('input')].find((one) => one.value === outcome.id);
    const target = input?.parentElement.querySelector('.outcome');
    if (target) fill(target, chip(outcome), ' ', el('span', {class: 'dim'}, outcome.why));
  }
}

export function showLesson(scenario) {
  byId('lesson').hidden = !scenario.lesson;
  fill(byId('lesson-text'), ...prose(scenario.lesson ?? ''));
  fill(byId('lesson-more'), items('What this does not stop', scenario.doesNotStop), items('Notes', scenario.notes),
      items('Sources', scenario.sources));
}
