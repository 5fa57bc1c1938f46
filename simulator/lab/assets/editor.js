// The policy's editor: a plain text area over a sheet of marks, with line numbers beside it. What
// there is to say stands under the cursor and in a list; a fix can be undone like typing.
import {byId, el, fill, prose} from './dom.js';

const kRank = {error: 0, 'security-warning': 1, warning: 2, suggestion: 3};
const kWord = {error: 'error', 'security-warning': 'security', warning: 'warning', suggestion: 'hint'};

export class Editor {
  constructor(changed) {
    this.area = byId('policy-text');
    this.marks = byId('marks');
    this.gutter = byId('gutter');
    this.changed = changed;
    this.said = [];
    this.area.addEventListener('input', () => this.edited());
    this.area.addEventListener('scroll', () => this.follow());
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
    this.area.scrollTo(0, 0);
    this.said = [];
    this.edited();
  }

  edited() {
    const lines = this.area.value.split('\n').length;
    this.area.style.setProperty('--lines', String(Math.min(Math.max(lines, 6), 40)));
    this.draw();
    this.changed();
  }

  // Diagnostics and findings, with places in UTF-16 units.
  show(said) {
    this.said = [...said].sort((a, b) => a.begin - b.begin || kRank[a.severity] - kRank[b.severity]);
    this.draw();
    this.list();
    this.sayUnderCursor();
  }

  draw() {
    const text = this.area.value;
    const parts = [];
    let at = 0;
    for (const one of this.said) {
      const begin = Math.min(Math.max(one.begin, at), text.length);
      const end = Math.min(Math.max(one.end, begin), text.length);
      if (end === begin && one.end > one.begin) continue;
      parts.push(text.slice(at, begin), el('mark', {class: one.severity}, text.slice(begin, end) || '\u200b'));
      at = end;
    }
    fill(this.marks, ...parts, text.slice(at), '\n');
    const worst = new Map();
    for (const one of this.said) {
      const other = worst.get(one.line);
      if (other === undefined || kRank[one.severity] < kRank[other]) worst.set(one.line, one.severity);
    }
    const lines = text.split('\n').length;
    fill(this.gutter, ...Array.from({length: lines}, (_, i) => el('div', {class: worst.get(i + 1)}, String(i + 1))));
    this.follow();
  }

  follow() {
    this.marks.scrollTo(this.area.scrollLeft, this.area.scrollTop);
    this.gutter.scrollTo(0, this.area.scrollTop);
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
    this.area.focus();
    this.area.setSelectionRange(one.begin, one.end);
    const line = parseFloat(getComputedStyle(this.area).lineHeight);
    this.area.scrollTop = Math.max(0, (one.line - 4) * line);
    this.sayUnderCursor();
  }

  goToNext(direction) {
    if (!this.said.length) return;
    const at = this.area.selectionStart;
    const ahead = direction > 0 ? this.said.find((one) => one.begin > at) : this.said.findLast((one) => one.begin < at);
    this.select(ahead ?? this.said.at(direction > 0 ? 0 : -1));
  }

  apply(fix) {
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
