// What a line of `deputy eval` asks, read on its own account from docs/semantics.md: nothing here comes from either engine.

export const textOf = (value) => String(value)
const BUILT_IN = ['accounts.google.com', 'cognito-identity.amazonaws.com', 'graph.facebook.com', 'www.amazon.com']

// The ARN or the name by which the caller is known.
export function principalArnOf(line) {
  const { Service, AWS, Federated } = line.principal
  if (Service !== undefined) return Service
  if (Federated !== undefined) { // rule 2.5
    return Federated.startsWith('arn:') || BUILT_IN.includes(Federated)
      ? Federated
      : `arn:aws:iam::${ownerOf(line)}:oidc-provider/${Federated}`
  }
  return /^[0-9]{12}$/.test(AWS) ? `arn:aws:iam::${AWS}:root` : AWS
}

export function callerOf(line) {
  if (line.principal === '*') return { kind: 'anonymous' }
  const arn = principalArnOf(line)
  if (line.principal.Service !== undefined) return { kind: 'service', arn }
  if (line.principal.Federated !== undefined) return { kind: 'federated', arn }
  const [, , , , account, resource] = arn.split(':')
  const [type, ...path] = resource.split('/')
  const kind = { root: 'Account', user: 'User', role: 'AssumedRole', 'assumed-role': 'AssumedRole', 'federated-user': 'FederatedUser' }[type]
  const serviceLinked = resource.startsWith('role/aws-service-role/') || resource.startsWith('assumed-role/AWSServiceRoleFor')
  return { kind: 'iam', type, arn, account, principalType: kind, path, serviceLinked }
}

export const ownerOf = (line) => line.resource.split(':')[4] || String(findKey(line.context ?? {}, 'aws:ResourceAccount') ?? '')

export function findKey(context, name) {
  const folded = name.toLowerCase()
  for (const [key, value] of Object.entries(context)) if (key.toLowerCase() === folded) return value
  return undefined
}

// The context with the keys of part 7 filled in.
export function contextOf(line) {
  const context = { ...(line.context ?? {}) }
  const fill = (name, value) => {
    if (findKey(context, name) === undefined) context[name] = value
  }
  const c = callerOf(line)
  if (line.resource.split(':')[4]) fill('aws:ResourceAccount', line.resource.split(':')[4])
  if (line.contextIsComplete) return context
  fill('aws:PrincipalIsAWSService', c.kind === 'service' ? 'true' : 'false')
  if (c.kind === 'service') {
    fill('aws:PrincipalServiceName', c.arn)
    fill('aws:PrincipalServiceNamesList', [c.arn])
  } else if (c.kind === 'anonymous') {
    fill('aws:PrincipalType', 'Anonymous')
    fill('aws:PrincipalAccount', 'anonymous')
    fill('aws:userid', 'anonymous')
  } else if (c.kind === 'iam') {
    fill('aws:PrincipalArn', c.type === 'assumed-role' ? `arn:aws:iam::${c.account}:role/${c.path[0]}` : c.arn)
    fill('aws:PrincipalAccount', c.account)
    fill('aws:PrincipalType', c.principalType)
    if (c.type === 'user') fill('aws:username', c.path.at(-1))
    if (c.type === 'root') fill('aws:userid', c.account)
  }
  return context
}

// ---- conditions as a list, and back

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/i

export function entriesOf(condition) {
  const entries = []
  for (const [operator, keys] of Object.entries(condition ?? {})) {
    const [, set = '', base, ifExists = ''] = OPERATOR.exec(operator)
    for (const [key, values] of Object.entries(keys)) {
      entries.push({ operator, set: set.toLowerCase(), base: base.toLowerCase(), ifExists: ifExists !== '', key, values: (Array.isArray(values) ? values : [values]).map(textOf) })
    }
  }
  return entries
}

export const TRUE = null
export const FALSE = { operator: 'StringEquals', key: 'aws:UserAgent', values: ['no request has this'] }

// Null when two entries would have to stand in one place; an entry may bring a second operator for that.
export function conditionOf(entries) {
  const condition = {}
  for (let entry of entries) {
    if (entry === TRUE) continue
    const taken = (e) => entries.some((other) => other !== TRUE && other !== entry && other.operator.toLowerCase() === e.operator.toLowerCase() && other.key.toLowerCase() === e.key.toLowerCase())
    if (entry.otherwise && taken(entry)) entry = { ...entry, operator: entry.otherwise }
    const operator = Object.keys(condition).find((name) => name.toLowerCase() === entry.operator.toLowerCase()) ?? entry.operator
    const keys = (condition[operator] ??= {})
    const there = Object.keys(keys).find((name) => name.toLowerCase() === entry.key.toLowerCase())
    if (there !== undefined) {
      if (JSON.stringify(keys[there]) === JSON.stringify(entry.values)) continue
      return null
    }
    keys[entry.key] = entry.values
  }
  return condition
}

// ---- walking over the documents of a line

export function documentsOf(line) {
  const flat = (value) => (value === undefined ? [] : Array.isArray(value) ? value.flatMap(flat) : [value])
  return ['trustPolicy', 'resourcePolicy', 'identityPolicies', 'permissionsBoundary', 'sessionPolicies', 'serviceControlPolicies', 'resourceControlPolicies']
    .flatMap((field) => flat(line[field]).map((document) => ({ field, document })))
}

export const statementsOf = (document) => (Array.isArray(document.Statement) ? document.Statement : [document.Statement])

// Puts change(entry, document) in the place of every entry of every condition.
export function mapEntries(line, change) {
  for (const { document } of documentsOf(line)) {
    for (const statement of statementsOf(document)) {
      if (!statement.Condition) continue
      const entries = entriesOf(statement.Condition)
      const changed = entries.map((entry) => change(entry, document))
      if (changed.every((entry, i) => entry === entries[i])) continue
      const condition = conditionOf(changed)
      if (condition !== null) statement.Condition = condition
    }
  }
  return line
}

// ---- variables

export const VARIABLE = /\$\{([^}]*)\}/g
export const escaped = (text, wild) => text.replace(wild ? /[*?$]/g : /\$(?=\{)/g, (c) => `\${${c}}`)

// The text a variable stands for, or undefined when it has none (rule 5.2).
export function valueOf(variable, context, multivalued) {
  const [, name, fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(variable) ?? [null, variable, undefined]
  const value = multivalued(name) ? undefined : findKey(context, name)
  const list = value === undefined ? [] : Array.isArray(value) ? value : [value]
  if (list.length > 1) return fallback
  return list.length === 0 ? fallback : textOf(list[0])
}
