// The policy's editor: a plain text area over a sheet of marks, with line numbers beside it. What
// there is to say stands under the cursor and in a list; a fix can be undone like typing.
import {byId, el, fill, prose} from './dom.js';

const kRank = {error: 0, 'security-warning': 1, warning: 2, suggestion: 3};
const kWord = {error: 'error', 'security-warning': 'security', warning: 'warning', suggestion: 'hint'};

export class Editor {
  constructor(changed) {
    this.area = byId('policy-text');
    this.marks = byId('marks');
    this.changed = changed;
    this.said = [];
    this.area.addEventListener('input', () => this.edited());
    document.addEventListener('selectionchange', () => {
      if (document.activeElement === this.area) this.sayUnderCursor();
    });
    this.area.addEventListener('keydown', (event) => {
      if (event.key !== 'F8') return;
      event.preventDefault();
      this.goToNext(event.shiftKey ? -1 : 1);
    });
  }

  get text() { return this.area.value; }

  set text(text) {
    this.area.value = text;
    this.said = [];
    this.edited();
  }

  edited() {
    this.draw();
    this.changed();
  }

  // Diagnostics and findings, with places in UTF-16 units.
  show(said) {
    this.saidOf = this.area.value;
    this.said = [...said].sort((a, b) => a.begin - b.begin || kRank[a.severity] - kRank[b.severity]);
    this.draw();
    this.list();
    this.sayUnderCursor();
  }

  // A block a line. What is marked may reach over several.
  draw() {
    let at = 0;
    fill(this.marks, ...this.area.value.split('\n').map((line) => {
      const parts = [];
      let done = 0;
      let worst;
      for (const one of this.said) {
        const [begin, end] = [one.begin - at, one.end - at];
        if (end < 0 || begin > line.length || (begin < 0 && end === 0)) continue;
        if (worst === undefined || kRank[one.severity] < kRank[worst]) worst = one.severity;
        const from = Math.max(begin, done);
        const to = Math.min(end, line.length);
        if (to <= from) continue;
        parts.push(line.slice(done, from), el('mark', {class: one.severity}, line.slice(from, to)));
        done = to;
      }
      at += line.length + 1;
      return el('div', {class: worst}, ...parts, line.slice(done));
    }));
  }

  sayUnderCursor() {
    const at = this.area.selectionStart;
    const one = this.said.find((said) => said.begin <= at && at <= said.end);
    const target = byId('under-cursor');
    const key = one ? `${one.begin} ${one.message}` : '';
    if (target.key === key) return;
    target.key = key;
    fill(target, ...(one ? [el('b', {class: `sev ${one.severity}`}, kWord[one.severity]), ' ', ...prose(one.message)] : []));
  }

  // Made anew only when it says something else, so that what is unfolded or focused stays.
  list() {
    const listed = JSON.stringify(this.said);
    if (this.listed === listed) return;
    this.listed = listed;
    fill(byId('findings'), ...this.said.map((one) => el('li', {},
        el('button', {type: 'button', class: 'place', onclick: () => this.select(one),
                      'aria-label': `Go to line ${one.line}, column ${one.column}`}, `${one.line}:${one.column}`), ' ',
        el('b', {class: `sev ${one.severity}`}, kWord[one.severity]), ' ',
        ...prose(one.message), ' ', el('span', {class: 'dim'}, `[${one.rule}]`), ' ',
        one.fix ? el('button', {type: 'button', class: 'fix', onclick: () => this.apply(one.fix)}, 'Fix: ', ...prose(one.fix.title)) : null,
        one.notes.length ? el('details', {}, el('summary', {}, 'More about it'),
            el('ul', {class: 'notes'}, ...one.notes.map((note) => el('li', {}, ...prose(note))))) : null)));
  }

  select(one) {
    this.area.focus({preventScroll: true});
    this.area.setSelectionRange(one.begin, one.end);
    this.marks.children[one.line - 1]?.scrollIntoView({block: 'nearest'});
    this.sayUnderCursor();
  }

  goToNext(direction) {
    if (!this.said.length) return;
    const at = this.area.selectionStart;
    const ahead = direction > 0 ? this.said.find((one) => one.begin > at) : this.said.findLast((one) => one.begin < at);
    this.select(ahead ?? this.said.at(direction > 0 ? 0 : -1));
  }

  apply(fix) {
    if (this.saidOf !== this.area.value) return;  // the places are of another text; new ones are coming
    this.area.focus();
    for (const edit of [...fix.edits].reverse()) {
      this.area.setSelectionRange(edit.begin, edit.end);
      // The one way to edit that the browser's undo knows of.
      const done = edit.text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, edit.text);
      if (!done) this.area.setRangeText(edit.text, edit.begin, edit.end, 'end');
    }
    this.edited();
  }
}
