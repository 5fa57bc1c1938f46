// The request as a form: who calls, what, on what, and with which context keys.
import {byId, el, fill, prose} from './dom.js';

const kKnownKeys = [
  'aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths', 'sts:ExternalId', 'sts:RoleSessionName',
  'sts:SourceIdentity', 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:PrincipalTag/team', 'aws:PrincipalIsAWSService',
  'aws:SourceIp', 'aws:SourceVpc', 'aws:SourceVpce', 'aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge',
  'aws:CurrentTime', 'aws:RequestedRegion', 'aws:SecureTransport', 'aws:ViaAWSService', 'aws:CalledVia',
  'token.actions.githubusercontent.com:sub', 'token.actions.githubusercontent.com:aud',
  'cognito-identity.amazonaws.com:aud', 'cognito-identity.amazonaws.com:amr',
];
// Offered, unticked, where the request leaves them out: those of which a confused deputy is made.
const kOffered = {Service: ['aws:SourceArn', 'aws:SourceAccount'], AWS: ['sts:ExternalId'], Federated: [], '*': []};

export class RequestForm {
  constructor(changed) {
    this.changed = changed;
    this.rows = [];
    this.rest = {};
    fill(byId('known-keys'), ...kKnownKeys.map((key) => el('option', {value: key})));
    byId('request').addEventListener('submit', (event) => event.preventDefault());
    byId('request').addEventListener('input', () => this.edited());
    byId('caller-type').addEventListener('change', () => this.offer());
    byId('add-key').addEventListener('click', () => {
      this.addRow('', '', false).key.focus();
      this.edited();
    });
  }

  edited() {
    byId('caller').hidden = byId('caller-type').value === '*';
    this.changed();
  }

  set value(request) {
    const {principal, action, resource, context, id, ...rest} = request;
    const [type, name] = principal === '*' ? ['*', ''] : Object.entries(principal ?? {Service: ''})[0] ?? ['Service', ''];
    byId('caller-type').value = type;
    byId('caller').value = name;
    byId('action').value = action ?? '';
    byId('resource').value = resource ?? '';
    this.rest = rest;
    this.rows = [];
    fill(byId('context'));
    for (const [key, values] of Object.entries(context ?? {})) this.addRow(key, values, true);
    this.offer();
    const policies = Object.entries(rest).filter(([, value]) => typeof value === 'object');
    byId('others').hidden = policies.length === 0;
    byId('other-policies').textContent = JSON.stringify(Object.fromEntries(policies), null, 2);
    this.edited();
  }

  get value() {
    const type = byId('caller-type').value;
    return {
      principal: type === '*' ? '*' : {[type]: byId('caller').value},
      action: byId('action').value, resource: byId('resource').value,
      context: Object.fromEntries(this.sent.map((row) => row.given ?? this.typed(row))), ...this.rest,
    };
  }

  get sent() { return this.rows.filter((row) => row.sent.checked); }

  // Of an object one of two keys of the same name would be left, so the server cannot say it.
  get repeated() {
    const names = new Set();
    return this.sent.filter(({key}) => names.size === names.add(key.value).size).map(({key}) => (
      {node: key, message: `the key \`${key.value}\` stands twice`, notes: []}));
  }

  typed(row) {
    const lines = row.values.value.split('\n');
    return [row.key.value, lines.length === 1 ? lines[0] : lines];
  }

  offer() {
    const there = this.rows.map((row) => row.key.value.toLowerCase());
    for (const key of kOffered[byId('caller-type').value] ?? [])
      if (!there.includes(key.toLowerCase())) this.addRow(key, '', false);
  }

  addRow(key, value, sent) {
    const row = {};
    const name = () => row.key.value || 'the new key';
    row.sent = el('input', {type: 'checkbox', 'aria-label': `${key || 'the new key'} is in the request`});
    row.sent.checked = sent;
    row.key = el('input', {class: 'key', list: 'known-keys', spellcheck: 'false', 'aria-label': 'Context key', oninput: () => {
      row.sent.checked = true;
      row.sent.setAttribute('aria-label', `${name()} is in the request`);
      row.values.setAttribute('aria-label', `Values of ${name()}`);
    }});
    row.values = el('textarea', {spellcheck: 'false', 'aria-label': `Values of ${key || 'the new key'}`, oninput: () => {
      row.sent.checked = true;
      this.fit(row);
    }});
    row.node = el('div', {class: 'context-row'}, row.sent, row.key, row.values,
        el('button', {type: 'button', 'aria-label': 'Remove this key', onclick: () => this.remove(row)}, '×'));
    byId('context').append(row.node);
    this.rows.push(row);
    this.put(row, key, value);
    return row;
  }

  // What lines of text cannot say (no value at all, a line break within one, an object) stands as
  // JSON, and is sent as it was given.
  put(row, key, value) {
    const lines = [value].flat();
    row.key.value = key;
    row.values.value = lines.join('\n');
    const isTyped = JSON.stringify(this.typed(row)) === JSON.stringify([key, lines.length === 1 ? lines[0] : value]);
    row.given = isTyped ? undefined : [key, value];
    if (!isTyped) row.values.value = JSON.stringify(value);
    row.key.readOnly = row.values.readOnly = !isTyped;
    row.values.title = isTyped ? '' : 'As JSON: lines of text cannot say it.';
    this.fit(row);
  }

  fit(row) {
    row.values.rows = Math.min(row.values.value.split('\n').length, 6);
  }

  remove(row) {
    this.rows = this.rows.filter((other) => other !== row);
    row.node.remove();
    byId('add-key').focus();
    this.edited();
  }

  // {key, value}; a value of null takes the key out.
  edit(edits) {
    for (const {key, value} of edits) {
      const row = this.rows.find((other) => other.key.value.toLowerCase() === key.toLowerCase()) ??
          this.addRow(key, '', true);
      row.sent.checked = value !== null;
      if (value !== null) this.put(row, row.key.value, value);
    }
    this.edited();
  }

  showProblems(problems) {
    for (const node of byId('request').querySelectorAll('[aria-invalid]')) node.removeAttribute('aria-invalid');
    for (const {field, node} of problems) (node ?? this.fieldOf(field))?.setAttribute('aria-invalid', 'true');
    fill(byId('problems'), ...problems.map((one) => el('li', {}, el('b', {class: 'sev error'}, 'error'), ' ',
        ...prose(one.message), ...one.notes.flatMap((note) => ['; ', ...prose(note)]))));
  }

  fieldOf(pointer) {
    const [, member, key] = pointer.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (member === 'principal') return byId('caller');
    if (member === 'action' || member === 'resource') return byId(member);
    return this.rows.find((row) => row.key.value === key)?.values;
  }

  showDerived(keys) {
    byId('derived').hidden = keys.length === 0;
    fill(byId('derived-keys'), ...keys.flatMap(({key, values}) => [
      el('dt', {}, el('code', {}, key)), el('dd', {}, el('code', {}, values.join(', ')))]));
  }
}
