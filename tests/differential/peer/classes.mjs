// The classes of docs/differences.md, each a rewriting of a line that keeps its meaning by docs/semantics.md and takes
// away what the class is about. A rewriting changes the line it is given, and may return null when it has nothing to do.
import {
  FALSE, TRUE, VARIABLE, callerOf, contextOf, documentsOf, escaped, findKey, mapEntries, ownerOf, statementsOf, textOf, valueOf,
} from './question.mjs'

const MULTIVALUED = new Set(
  ['aws:TagKeys', 'aws:CalledVia', 'aws:PrincipalOrgPaths', 'aws:SourceOrgPaths', 'aws:PrincipalServiceNamesList', 'sts:TransitiveTagKeys'].map((k) => k.toLowerCase()),
)
const multivalued = (key) => MULTIVALUED.has(key.toLowerCase())
const negated = (entry) => /not/.test(entry.base)
const family = (entry) => /^(string|arn|numeric|date|bool|binary|null)|ip/.exec(entry.base)[0]
const takesVariables = (entry) => entry.base.startsWith('string') || entry.base.startsWith('arn')
const wildcards = (entry) => entry.base.endsWith('like') || entry.base.startsWith('arn')
const is2012 = (document) => document.Version === '2012-10-17'
const NOTHING = 'no value of a request is this'
const NO_ARN = 'arn:no:value:of:a:request'

const present = (line, key) => {
  const value = findKey(contextOf(line), key)
  return value === undefined || (Array.isArray(value) && value.length === 0) ? undefined : value
}
// The value of a key of which the request has exactly one.
const single = (line, key) => {
  const value = present(line, key)
  if (value === undefined) return undefined
  if (!Array.isArray(value)) return textOf(value)
  return value.length === 1 ? textOf(value[0]) : undefined
}

// A pattern with `*` and `?` against a text.
function like(pattern, text) {
  const p = [...pattern]
  const t = [...text]
  let at = Array(t.length + 1).fill(false)
  at[0] = true
  for (const c of p) {
    const next = Array(t.length + 1).fill(false)
    for (let i = 0; i <= t.length; i++) {
      if (c === '*') next[i] = at[i] || (i > 0 && next[i - 1])
      else if (i > 0) next[i] = at[i - 1] && (c === '?' || c === t[i - 1])
    }
    at = next
  }
  return at[t.length]
}
const components = (arn) => {
  const parts = arn.split(':')
  return parts.length < 6 ? null : [...parts.slice(0, 5), parts.slice(5).join(':')]
}

// A pattern with variables as a list of characters, with wildcards told apart from stars (private use characters).
const STAR = '\ue000'
const MARK = '\ue001'
function substituted(value, line, context = contextOf(line)) {
  let out = ''
  let end = 0
  for (const match of value.matchAll(VARIABLE)) {
    out += value.slice(end, match.index).replaceAll('*', STAR).replaceAll('?', MARK)
    end = match.index + match[0].length
    if (['*', '?', '$'].includes(match[1])) out += match[1]
    else {
      const text = valueOf(match[1], context, multivalued)
      if (text === undefined) return undefined
      out += text
    }
  }
  return out + value.slice(end).replaceAll('*', STAR).replaceAll('?', MARK)
}
const written = (text, wild) => escaped(text, wild).replaceAll(STAR, '*').replaceAll(MARK, '?')

// ---- numbers, times and addresses

function decimal(text) {
  const match = /^([+-]?)([0-9]*)(?:\.([0-9]*))?$/.exec(text)
  if (!match || (match[2] === '' && !match[3])) return undefined
  const [, sign, whole, fraction = ''] = match
  const n = BigInt(whole + fraction.padEnd(30, '0'))
  return sign === '-' ? -n : n
}
function time(text) {
  if (/^[0-9]{4}$/.test(text)) return decimal(String(Date.UTC(Number(text), 0, 1) / 1000))
  if (/^[0-9]+(\.[0-9]+)?$/.test(text)) return decimal(text)
  if (!/^[0-9]{4}-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2}))?)?$/.test(text)) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : decimal((ms / 1000).toFixed(3))
}
function address(text) {
  const four = /^([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})$/.exec(text)
  if (four) {
    const bytes = four.slice(1).map(Number)
    return bytes.some((b) => b > 255) ? undefined : { bits: 32, n: bytes.reduce((n, b) => (n << 8n) | BigInt(b), 0n) }
  }
  if (!/^[0-9a-f:]+$/i.test(text) || !text.includes(':')) return undefined
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const groups = tail === undefined ? head : [...head, ...Array(8 - head.length - tail.length).fill('0'), ...tail]
  if (groups.length !== 8) return undefined
  return { bits: 128, n: groups.reduce((n, g) => (n << 16n) | BigInt(parseInt(g, 16)), 0n) }
}
function block(text, ip) {
  const [base, length] = text.split('/')
  const at = address(base)
  if (!at || at.bits !== ip.bits) return false
  const shift = BigInt(at.bits - (length === undefined ? at.bits : Number(length)))
  return at.n >> shift === ip.n >> shift
}
const ORDER = {
  equals: (a, b) => a === b, lessthan: (a, b) => a < b, lessthanequals: (a, b) => a <= b, greaterthan: (a, b) => a > b, greaterthanequals: (a, b) => a >= b,
}
function ordered(entry, value, read) {
  const operator = entry.base.replace(/^(numeric|date)/, '').replace(/^not/, '')
  const asked = read(value)
  const matches = asked !== undefined && entry.values.some((v) => ORDER[operator](asked, read(v)))
  return matches !== negated(entry)
}

// A class of one operator family: where `when` holds of the request's value and the policy's, the entry is decided here,
// by docs/semantics.md, and put down as a plain true or false.
const decided = (name, kind, when, decide) => ({
  name,
  rewrite: (line) =>
    mapEntries(line, (entry) => {
      if (family(entry) !== kind) return entry
      const value = single(line, entry.key)
      if (value === undefined || !when(value, entry)) return entry
      return decide(entry, value) ? TRUE : FALSE
    }),
})
const numeric = (entry, value) => ordered(entry, value, decimal)
const dates = (entry, value) => ordered(entry, value, time)
const addresses = (entry, value) => {
  const ip = address(value)
  return (ip !== undefined && entry.values.some((v) => block(v, ip))) !== negated(entry)
}
const digits = (text) => /^[0-9.]+$/.test(text)

// ---- variables

// Writes out the variables of the values for which `when` holds; a value without one matches nothing.
const writtenOut = (name, when) => ({
  name,
  rewrite: (line) => {
    const context = contextOf(line)
    return mapEntries(line, (entry, document) => {
      if (!is2012(document) || !takesVariables(entry)) return entry
      let changed = false
      const values = entry.values.map((value) => {
        if (!when(value, entry, context)) return value
        changed = true
        const text = substituted(value, line, context)
        if (text === undefined) return entry.base.startsWith('arn') ? NO_ARN : NOTHING
        if (entry.base.startsWith('arn') && components(text) === null) return NO_ARN
        return wildcards(entry) ? written(text, true) : escaped(text.replaceAll(STAR, '*').replaceAll(MARK, '?'), false)
      })
      return changed ? { ...entry, values } : entry
    })
  },
})
const variablesIn = (value) => [...value.matchAll(VARIABLE)].map((m) => m[1]).filter((v) => !['*', '?', '$'].includes(v))
const unresolved = (value, context) => variablesIn(value).some((v) => valueOf(v, context, multivalued) === undefined)
const empty = (value, context) => variablesIn(value).some((v) => valueOf(v, context, multivalued) === '')

// ---- resources

// Decides the resources for which `when` holds and puts `*`, or a resource that no request names, in their place.
const resources = (name, when) => ({
  name,
  rewrite: (line) => {
    const request = components(line.resource)
    for (const { document } of documentsOf(line)) {
      for (const statement of statementsOf(document)) {
        for (const element of ['Resource', 'NotResource']) {
          if (statement[element] === undefined) continue
          const list = [statement[element]].flat()
          statement[element] = list.map((value) => {
            if (value === '*' || !when(value, line, document)) return value
            const text = is2012(document) ? substituted(value, line) : value.replaceAll('*', STAR).replaceAll('?', MARK)
            const pattern = text === undefined ? null : components(text)
            const matches = pattern !== null && pattern.every((part, i) => matchesPart(part, request[i]))
            return matches ? '*' : 'arn:aws:none:::none'
          })
        }
      }
    }
    return line
  },
})
function matchesPart(part, text) {
  // Stars of variables are stars: they are tried as characters that only themselves match.
  const quoted = { '*': '\ue002', '?': '\ue003' }
  const hide = (s) => s.replace(/[*?]/g, (c) => quoted[c])
  return like(hide(part).replaceAll(STAR, '*').replaceAll(MARK, '?'), hide(text))
}

// ---- layers

const eachPrincipal = (line, change) => {
  const document = line.trustPolicy ?? line.resourcePolicy
  if (!document) return null
  for (const statement of statementsOf(document)) {
    for (const element of ['Principal', 'NotPrincipal']) {
      if (statement[element] === undefined) continue
      const changed = change(statement[element], statement, element)
      if (changed === undefined) delete statement[element]
      else statement[element] = changed
    }
  }
  return line
}
const eachAws = (line, change) =>
  eachPrincipal(line, (principal, statement, element) => {
    if (typeof principal === 'string' || principal.AWS === undefined) return principal
    return { ...principal, AWS: [principal.AWS].flat().map((value) => change(value, statement, element)) }
  })
const everyone = (principal) => principal === '*' || [principal?.AWS ?? []].flat().includes('*')
const sameAccount = (line) => callerOf(line).kind === 'iam' && callerOf(line).account === ownerOf(line)
const ALLOW_ALL = { Effect: 'Allow', Action: '*', Resource: '*' }
const withAllow = (documents) =>
  [documents].flat().map((document) => ({ ...document, Statement: [...statementsOf(document), ALLOW_ALL] }))
const needsResourcePolicy = (line) => line.trustPolicy !== undefined || line.action.startsWith('kms:')

export const CLASSES = [
  // -- conditions
  {
    name: 'version-2008',
    rewrite: (line) => {
      for (const { field, document } of documentsOf(line)) {
        if (is2012(document) || field === 'resourceControlPolicies') continue
        document.Version = '2012-10-17'
        const plain = (value) => (typeof value === 'string' ? value.replace(/\$(?=\{)/g, '${$}') : value)
        for (const statement of statementsOf(document)) {
          for (const element of ['Resource', 'NotResource']) {
            if (statement[element] !== undefined) statement[element] = [statement[element]].flat().map(plain)
          }
          for (const keys of Object.values(statement.Condition ?? {})) for (const key of Object.keys(keys)) keys[key] = [keys[key]].flat().map(plain)
        }
      }
      return line
    },
  },
  {
    name: 'multivalued-without-set-operator',
    rewrite: (line) =>
      mapEntries(line, (entry) =>
        entry.set === '' && entry.base !== 'null' && multivalued(entry.key) && present(line, entry.key) !== undefined
          ? { ...entry, operator: `ForAnyValue:${entry.operator}`, otherwise: entry.ifExists ? undefined : `ForAnyValue:${entry.operator}IfExists` }
          : entry,
      ),
  },
  {
    name: 'foranyvalue-ifexists',
    rewrite: (line) =>
      mapEntries(line, (entry) => (entry.set === 'foranyvalue' && entry.ifExists && present(line, entry.key) === undefined ? TRUE : entry)),
  },
  writtenOut('variable-in-arn', (value, entry) => entry.base.startsWith('arn') && variablesIn(value).length > 0),
  writtenOut('variable-unresolved-negated', (value, entry, context) => !entry.base.startsWith('arn') && negated(entry) && unresolved(value, context)),
  writtenOut('variable-empty', (value, entry, context) => !entry.base.startsWith('arn') && empty(value, context)),
  writtenOut('variable-default-spacing', (value, entry) => !entry.base.startsWith('arn') && variablesIn(value).some((v) => v.includes(',') && !/^[^,]*, '[^']*'$/.test(v))),
  decided('arn-invalid-negated', 'arn', (value, entry) => negated(entry) && (!value.startsWith('arn:') || components(value) === null), () => true),
  decided('arn-scheme', 'arn', (value, entry) => !negated(entry) && components(value) !== null && !value.startsWith('arn:'), () => false),
  {
    name: 'arn-short-pattern-negated',
    rewrite: (line) =>
      mapEntries(line, (entry) =>
        family(entry) === 'arn' && negated(entry) && entry.values.some((v) => components(v) === null)
          ? { ...entry, values: entry.values.map((v) => (components(v) === null ? NO_ARN : v)) }
          : entry,
      ),
  },
  decided('numeric-malformed', 'numeric', (value) => decimal(value) === undefined, numeric),
  decided('numeric-precision', 'numeric', (value, entry) => decimal(value) !== undefined && [value, ...entry.values].some((v) => v.replace(/[^0-9]/g, '').length > 15), numeric),
  decided('date-epoch', 'date', (value, entry) => time(value) !== undefined && [value, ...entry.values].some(digits), dates),
  decided('date-malformed', 'date', (value) => time(value) === undefined, dates),
  decided('ip-zero-prefix', 'ip', (value, entry) => entry.values.includes('0.0.0.0/0') && address(value)?.bits === 32, addresses),
  decided('ip-other-family-negated', 'ip', (value, entry) => negated(entry) && address(value) !== undefined && entry.values.some((v) => address(v.split('/')[0]).bits !== address(value).bits), addresses),
  decided('ip-spelling', 'ip', (value, entry) => address(value)?.bits === 128 && entry.values.some((v) => v.includes(':')), addresses),
  decided('ip-malformed-negated', 'ip', (value, entry) => negated(entry) && address(value) === undefined, addresses),

  // -- resources
  resources('resource-variable', (value, line, document) => is2012(document) && variablesIn(value).length > 0),
  resources('resource-case', (value) => /[A-Z]/.test(value.split(':').slice(0, 5).join(':')) ),

  // -- principals
  {
    name: 'session-role-name-case',
    rewrite: (line) => {
      const c = callerOf(line)
      if (c.type !== 'assumed-role') return null
      return eachAws(line, (value) => {
        const name = /:role\/(?:.*\/)?([^/]+)$/.exec(value)?.[1]
        return name !== undefined && name !== c.path[0] && name.toLowerCase() === c.path[0].toLowerCase() ? value + '-other' : value
      })
    },
  },
  {
    name: 'federated-user-taken-for-user',
    rewrite: (line) => {
      const c = callerOf(line)
      if (c.type !== 'federated-user') return null
      return eachAws(line, (value) => (value === `arn:aws:iam::${c.account}:user/${c.path.join('/')}` ? value + '-other' : value))
    },
  },
  {
    name: 'provider-taken-for-its-account',
    rewrite: (line) => {
      const c = callerOf(line)
      if (c.kind !== 'federated') return null
      const account = c.arn.split(':')[4]
      return eachAws(line, (value) => (account && value !== '*' && value.includes(account) ? value.replace(account, '999988887777') : value))
    },
  },
  {
    name: 'notprincipal-with-boundary',
    peerIsRight: true,
    rewrite: (line) => {
      if (!line.permissionsBoundary || callerOf(line).kind !== 'iam') return null
      return eachPrincipal(line, (principal, statement, element) => {
        if (element !== 'NotPrincipal') return principal
        statement.Principal = '*'
        return undefined
      })
    },
  },

  // -- layers
  {
    name: 'own-policies-of-other-callers',
    rewrite: (line) => {
      if (callerOf(line).kind === 'iam') return null
      for (const field of ['serviceControlPolicies', 'permissionsBoundary', 'identityPolicies', 'sessionPolicies']) delete line[field]
      return line
    },
  },
  {
    name: 'service-linked-role',
    rewrite: (line) => {
      if (!callerOf(line).serviceLinked) return null
      delete line.serviceControlPolicies
      delete line.resourceControlPolicies
      return line
    },
  },
  {
    name: 'everyone-in-own-account',
    rewrite: (line) => {
      if (!sameAccount(line) || !needsResourcePolicy(line)) return null
      return eachPrincipal(line, (principal, statement, element) =>
        element === 'Principal' && statement.Effect === 'Allow' && everyone(principal) ? { AWS: callerOf(line).account } : principal,
      )
    },
  },
  {
    name: 'grant-past-session-policy',
    rewrite: (line) => {
      if (!sameAccount(line) || !line.sessionPolicies) return null
      line.sessionPolicies = withAllow(line.sessionPolicies)
      return line
    },
  },
  {
    name: 'provider-of-another-account',
    rewrite: (line) => {
      const c = callerOf(line)
      const account = c.arn?.split(':')[4]
      if (c.kind !== 'federated' || (account && account === ownerOf(line))) return null
      line.identityPolicies = [{ Version: '2012-10-17', Statement: [ALLOW_ALL] }]
      return line
    },
  },
]

export const REFUSED_BY_DEPUTY = new Set([
  'missing-principal', 'empty-statement-list', 'malformed-variable', 'service-wildcard', 'unknown-operator', 'invalid-number', 'invalid-date',
  'invalid-cidr', 'invalid-bool', 'invalid-base64', 'variable-not-allowed', 'empty-values', 'duplicate-key', 'invalid-principal',
  'wildcard-principal-arn', 'invalid-account-id', 'empty-principal', 'invalid-resource', 'resource-in-trust-policy', 'notprincipal-not-allowed',
  'non-sts-action', 'invalid-sid', 'invalid-operator', 'invalid-action', 'missing-element',
])

export const REFUSED_BY_PEER = [
  { name: 'peer-refuses:action-prefix-wildcard', message: /^Service can only contain/ },
  { name: 'peer-refuses:rcp-version', message: /^Version must be "2012-10-17" in a resource control policy/ },
  { name: 'peer-refuses:rcp-action', message: /^(Action cannot be "\*"|NotAction is not allowed|Action is required) in a resource control policy/ },
]
