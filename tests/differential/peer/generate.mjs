// Writes N random lines for `deputy eval` to standard output: node generate.mjs N SEED
//
// The vocabulary is small on purpose: callers, keys and values collide, so that policies match about half of the time.
// The same N and seed give the same bytes.

const count = Number(process.argv[2] ?? 20000)
const seed = Number(process.argv[3] ?? 1)

// sfc32, seeded through splitmix32.
function generator(seedValue) {
  let s = seedValue >>> 0
  const split = () => {
    s = (s + 0x9e3779b9) >>> 0
    let z = s
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return (z ^ (z >>> 16)) >>> 0
  }
  let [a, b, c, d] = [split(), split(), split(), split()]
  return () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4294967296
  }
}
let random = generator(seed)
const chance = (p) => random() < p
const below = (n) => Math.floor(random() * n)
const pick = (list) => list[below(list.length)]
const weighted = (pairs) => {
  let x = random() * pairs.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, value] of pairs) if ((x -= weight) < 0) return value
  return pairs[pairs.length - 1][1]
}
const some = (list, max) => {
  const n = 1 + below(max)
  const out = []
  for (let i = 0; i < n; i++) {
    const value = pick(list)
    if (!out.includes(value)) out.push(value)
  }
  return out
}
const oneOrList = (list) => (list.length === 1 && chance(0.6) ? list[0] : list)

const OWN = '111122223333'
const OTHER = '444455556666'
const ZEROS = '000011112222'
const ACCOUNTS = [OWN, OWN, OTHER, OTHER, ZEROS]
const SERVICES = ['dms.amazonaws.com', 'cloudtrail.amazonaws.com', 'lambda.amazonaws.com']
const OIDC = 'token.actions.githubusercontent.com'

// ---- callers

const iamArns = (account) => [
  `arn:aws:iam::${account}:user/alice`,
  `arn:aws:iam::${account}:user/team/bob`,
  `arn:aws:iam::${account}:role/runner`,
  `arn:aws:sts::${account}:assumed-role/runner/s1`,
  `arn:aws:sts::${account}:assumed-role/runner/s2`,
  `arn:aws:sts::${account}:assumed-role/Runner/s1`,
  `arn:aws:sts::${account}:federated-user/alice`,
  `arn:aws:iam::${account}:root`,
]
const providers = [
  `arn:aws:iam::${OWN}:oidc-provider/${OIDC}`,
  `arn:aws:iam::${OWN}:saml-provider/corp`,
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
]

function caller() {
  return weighted([
    [30, () => ({ kind: 'service', principal: { Service: pick(SERVICES) } })],
    [56, () => {
      const account = pick(ACCOUNTS)
      const arn = weighted([
        [20, () => pick(iamArns(account))],
        [6, () => `arn:aws:sts::${account}:assumed-role/runner/s1`],
        [1, () => account],
        [1, () => `arn:aws:iam::${account}:role/aws-service-role/dms.amazonaws.com/AWSServiceRoleForDms`],
        [1, () => `arn:aws:sts::${account}:assumed-role/AWSServiceRoleForDms/s1`],
      ])()
      return { kind: 'iam', account, arn, principal: { AWS: arn } }
    }],
    [8, () => ({ kind: 'federated', principal: { Federated: chance(0.1) ? OIDC : pick(providers) } })],
    [6, () => ({ kind: 'anonymous', principal: '*' })],
  ])()
}

// ---- actions and resources

const RESOURCES = [
  ['s3:GetObject', 'arn:aws:s3:::bucket/a/b.txt'],
  ['s3:GetObject', 'arn:aws:s3:::bucket/alice/x'],
  ['s3:ListBucket', 'arn:aws:s3:::bucket'],
  ['sqs:SendMessage', `arn:aws:sqs:us-east-1:${OWN}:queue`],
  ['sns:Publish', `arn:aws:sns:us-east-1:${OWN}:topic`],
  ['kms:Decrypt', `arn:aws:kms:us-east-1:${OWN}:key/1234abcd-12ab-34cd-56ef-1234567890ab`],
  ['lambda:InvokeFunction', `arn:aws:lambda:us-east-1:${OWN}:function:work`],
]
const ROLES = [`arn:aws:iam::${OWN}:role/app`, `arn:aws:iam::${OWN}:role/team/app`]

// ---- keys

const ARNS = [
  `arn:aws:dms:us-east-1:${OWN}:rep:ABC`,
  `arn:aws:dms:us-east-1:${OTHER}:rep:ABC`,
  `arn:aws:dms:eu-west-1:${OWN}:rep:abc`,
  `arn:aws:cloudtrail:us-east-1:${OWN}:trail/main`,
  `arn:aws:lambda:us-east-1:${OWN}:function:work:1`,
]
const ARN_PATTERNS = [
  ...ARNS,
  `arn:aws:dms:*:${OWN}:*`,
  `arn:aws:dms:us-east-1:*:rep:*`,
  `arn:aws:dms:us-east-?:${OWN}:rep:AB?`,
  'arn:aws:*:*:*:*',
  `arn:*:*:*:${OWN}:*`,
  'arn:aws:dms:*',
  `arn:aws:dms:*:${OWN}`,
  `*:aws:dms:*:${OWN}:*`,
  `arn:aws:lambda:*:*:function:*`,
  `arn:aws:d*s:us-east-1:${OWN}:rep*ABC`,
]
const TIMES = ['2024-01-01T00:00:00Z', '2024-06-01T12:00:00Z', '2024-06-01T14:00:00+02:00', '2025-01-01T00:00:00Z']
const EPOCHS = ['1704067200', '1717243200', '1735689600']
const ADDRESSES = ['10.0.0.1', '10.0.0.200', '192.0.2.7', '2001:db8::1', '2001:0db8:0:0:0:0:0:1', '2001:DB8:1::5']
const BLOCKS = [
  '10.0.0.0/24', '10.0.0.0/8', '10.0.0.1', '10.0.0.1/32', '0.0.0.0/0', '192.0.2.0/25', '2001:db8::/32', '2001:db8::1',
  '2001:db8::/127', '::/0', '10.0.0.0/25',
]
const ORG_PATHS = ['o-1/r-1/ou-1/', 'o-1/r-1/ou-2/', 'o-1/r-1/ou-1/ou-3/', 'o-2/r-9/ou-7/']
const TAGS = ['red', 'blue', 'RED', 'r*d', 'redred', '']
const NUMBERS = ['0', '59', '60', '60.0', '3600', '-1', '0.5', '9007199254740992', '9007199254740993']

// name, family, values of requests, values of policies, which callers may have it, whether multivalued, which actions
const KEYS = [
  ['aws:SourceAccount', 'string', [OWN, OTHER, ZEROS], [OWN, OTHER, ZEROS, '1111*', '*', '11112222333?'], 'service'],
  ['aws:SourceArn', 'arn', [...ARNS, ...ARNS, 'not-an-arn', `foo:aws:dms:us-east-1:${OWN}:rep:ABC`], ARN_PATTERNS, 'service'],
  ['aws:SourceOrgID', 'string', ['o-1', 'o-2'], ['o-1', 'o-2', 'o-*'], 'service'],
  ['aws:SourceOrgPaths', 'string', ORG_PATHS, [...ORG_PATHS, 'o-1/*', 'o-1/r-1/ou-?/'], 'service', true],
  ['sts:ExternalId', 'string', ['abc', 'ABC', 'a*c', 'a', ''], ['abc', 'ABC', 'a*c', 'a?c', '*', '?', ''], 'iam', false, 'role'],
  ['sts:RoleSessionName', 'string', ['alice', 'bob', 's1'], ['alice', 'bob', 'a*', '*'], 'all', false, 'role'],
  ['aws:PrincipalTag/team', 'string', TAGS, [...TAGS, '*', 'r?d', 're*'], 'iam'],
  ['aws:RequestTag/team', 'string', TAGS, [...TAGS, '*', 'r?d', '*d'], 'all'],
  ['aws:PrincipalOrgID', 'string', ['o-1', 'o-2'], ['o-1', 'o-2', 'o-?'], 'iam'],
  ['aws:PrincipalOrgPaths', 'string', ORG_PATHS, [...ORG_PATHS, 'o-1/*', 'o-*'], 'iam', true],
  ['aws:TagKeys', 'string', ['team', 'env', 'Team', 'cost'], ['team', 'env', 'Team', 't*', '*'], 'all', true],
  ['aws:CalledVia', 'string', SERVICES, [...SERVICES, '*.amazonaws.com'], 'iam', true],
  ['aws:MultiFactorAuthAge', 'numeric', [...NUMBERS, '60s', 'abc'], NUMBERS, 'iam'],
  ['aws:MultiFactorAuthPresent', 'bool', ['true', 'false', 'TRUE', 'yes'], ['true', 'false', 'False'], 'iam'],
  ['aws:SecureTransport', 'bool', ['true', 'false'], ['true', 'false', 'TRUE'], 'all'],
  ['aws:CurrentTime', 'date', [...TIMES, ...TIMES, ...EPOCHS, 'today'], [...TIMES, '2024-06-01', '2024', ...EPOCHS], 'all'],
  ['aws:EpochTime', 'date', EPOCHS, [...EPOCHS, ...EPOCHS, ...TIMES], 'all'],
  ['aws:SourceIp', 'ip', [...ADDRESSES, ...ADDRESSES, 'nowhere'], BLOCKS, 'iam'],
  ['aws:RequestTag/blob', 'binary', ['YWJj', 'YWJk', 'YWJjZA==', '*'], ['YWJj', 'YWJk', 'YWJjZA=='], 'all'],
  // Filled in from the caller; here only as keys of conditions.
  ['aws:PrincipalArn', 'arn', null, null, 'all'],
  ['aws:PrincipalAccount', 'string', null, [OWN, OTHER, ZEROS, 'anonymous', '*'], 'all'],
  ['aws:PrincipalType', 'string', null, ['User', 'AssumedRole', 'Account', 'FederatedUser', 'Anonymous', 'user'], 'all'],
  ['aws:PrincipalIsAWSService', 'bool', null, ['true', 'false'], 'all'],
  ['aws:PrincipalServiceName', 'string', null, [...SERVICES, '*.amazonaws.com', 'dms*'], 'all'],
  ['aws:PrincipalServiceNamesList', 'string', null, [...SERVICES, '*.amazonaws.com'], 'all', true],
  ['aws:username', 'string', null, ['alice', 'bob', 'a*', 'ALICE'], 'all'],
  ['aws:userid', 'string', null, [OWN, OTHER, 'anonymous'], 'all'],
  ['aws:ResourceAccount', 'string', null, [OWN, OTHER, '1*'], 'all'],
].map(([name, family, request, policy, callers, multi = false, actions = 'all']) => ({
  name, family, request, policy, callers, multi, actions,
}))

const OPERATORS = {
  string: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
  numeric: ['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals'],
  date: ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  bool: ['Bool'],
  binary: ['BinaryEquals'],
  ip: ['IpAddress', 'NotIpAddress'],
  arn: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
}
const POLICY_VALUES = {
  string: [OWN, 'red', 'abc', '*', 'alice'],
  numeric: NUMBERS, date: TIMES, bool: ['true', 'false'], binary: ['YWJj'], ip: BLOCKS, arn: ARN_PATTERNS,
}
const VARIABLES = [
  '${aws:username}', '${aws:PrincipalAccount}', '${aws:SourceAccount}', '${aws:PrincipalTag/team}', '${sts:ExternalId}',
  '${aws:RequestTag/team}', "${aws:PrincipalTag/team, 'red'}", "${aws:username,'alice'}", "${aws:RequestTag/team, ''}",
  '${aws:TagKeys}', '${*}', '${?}', '${$}', '${aws:PrincipalIsAWSService}', '${AWS:PRINCIPALACCOUNT}',
]
const VARIABLE_ARNS = [
  'arn:aws:dms:*:${aws:SourceAccount}:*',
  'arn:aws:dms:us-east-1:${aws:PrincipalAccount}:rep:ABC',
  "arn:aws:dms:*:${aws:SourceAccount, '111122223333'}:*",
  'arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}',
  'arn:aws:iam::*:role/${aws:PrincipalTag/team}',
  'arn:aws:dms:us-east-1:*:rep:${*}',
]

const anyCase = (name) => (chance(0.08) ? (chance(0.5) ? name.toLowerCase() : name.toUpperCase()) : name)

function conditionOf(world) {
  const condition = {}
  const seen = new Set()
  const n = weighted([[8, 1], [4, 2], [1, 3]])
  for (let i = 0; i < n; i++) {
    const fitting = world.keys.filter((k) => chance(0.9) || k.callers === 'all')
    const key = pick(fitting.length > 0 ? fitting : world.keys)
    const family = key.multi || chance(0.9) ? key.family : pick(Object.keys(OPERATORS))
    const nullTest = chance(0.08)
    let base = nullTest ? 'Null' : pick(OPERATORS[family])
    let set = ''
    if (chance(key.multi ? 0.75 : 0.08)) set = pick(['ForAllValues:', 'ForAnyValue:'])
    const ifExists = !nullTest && chance(0.15) ? 'IfExists' : ''
    let operator = set + base + ifExists
    if (chance(0.02)) operator = operator.toLowerCase()
    const slot = `${operator.toLowerCase()} ${key.name.toLowerCase()}`
    if (seen.has(slot) || [...seen].some((other) => other.split(' ')[0] === operator.toLowerCase() && !(operator in condition))) continue
    seen.add(slot)
    let pool
    if (nullTest) pool = ['true', 'false']
    else if (family !== key.family) pool = POLICY_VALUES[family]
    else if (key.name === 'aws:PrincipalArn') pool = world.principalArns
    else pool = key.policy
    let values = some(pool, 3)
    const present = world.context[key.name]
    if (!nullTest && present !== undefined && family === key.family && chance(0.35) && ['string', 'arn'].includes(family)) {
      values[0] = Array.isArray(present) ? (present[0] ?? values[0]) : String(present)
      if (values[0] === 'not-an-arn') values = ['arn:aws:*:*:*:*']
    }
    if (!nullTest && chance(0.14)) {
      if (family === 'string') values[below(values.length)] = chance(0.4) ? pick(['x-', 're', '1', '']) + pick(VARIABLES) : pick(VARIABLES)
      if (family === 'arn') values[below(values.length)] = pick(VARIABLE_ARNS)
    }
    values = [...new Set(values)]
    let written = oneOrList(values)
    if (typeof written === 'string' && chance(0.1)) {
      if (written === 'true' || written === 'false') written = written === 'true'
      else if (family === 'numeric' && /^[0-9]{1,6}$/.test(written)) written = Number(written)
    }
    ;(condition[operator] ??= {})[anyCase(key.name)] = written
  }
  return condition
}

// ---- principals of policies

function principalOf(world, { resource, grant }) {
  const c = world.caller
  if (chance(0.08)) return '*'
  const aws = () =>
    weighted([
      [3, () => pick(ACCOUNTS)],
      [3, () => `arn:aws:iam::${pick(ACCOUNTS)}:root`],
      [6, () => pick(iamArns(pick(ACCOUNTS)))],
      [1, () => '*'],
      [0.5, () => 'AROAEXAMPLEEXAMPLE123'],
      [0.5, () => `arn:aws:iam::${pick(ACCOUNTS)}:role/team/runner`],
    ])()
  const aimed = () => {
    if (c.kind === 'service') return ['Service', c.principal.Service]
    if (c.kind === 'federated') return ['Federated', c.principal.Federated === OIDC ? providers[0] : c.principal.Federated]
    if (c.kind === 'anonymous') return ['AWS', '*']
    return [
      'AWS',
      weighted([
        [4, () => (/^[0-9]+$/.test(c.arn) ? `arn:aws:iam::${c.arn}:root` : c.arn)],
        [3, () => (chance(0.5) ? c.account : `arn:aws:iam::${c.account}:root`)],
        [3, () => (c.arn.includes(':assumed-role/') ? `arn:aws:iam::${c.account}:role/${chance(0.5) ? 'runner' : 'Runner'}` : `arn:aws:iam::${c.account}:root`)],
      ])(),
    ]
  }
  const out = {}
  const n = 1 + below(3)
  for (let i = 0; i < n; i++) {
    const [type, value] = chance(grant ? 0.55 : 0.3)
      ? aimed()
      : weighted([
          [4, () => ['Service', pick(SERVICES)]],
          [8, () => ['AWS', aws()]],
          [1.5, () => ['Federated', pick(providers)]],
          [resource ? 0.3 : 0, () => ['CanonicalUser', '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be']],
        ])()
    const list = (out[type] ??= [])
    if (!list.includes(value)) list.push(value)
  }
  for (const type of Object.keys(out)) out[type] = oneOrList(out[type])
  return out
}

// ---- statements and policies

function actionsOf(world) {
  const [prefix, name] = world.action.split(':')
  const pool = [
    world.action, world.action, world.action, `${prefix}:*`, `${prefix}:${name.slice(0, 4)}*`, `${prefix}:?${name.slice(1)}`,
    world.action.toLowerCase(), prefix.toUpperCase() + ':' + name, `${prefix}:${name}Now`, `${prefix}:Get*`,
  ]
  if (world.role) pool.push('sts:AssumeRole', 'sts:TagSession')
  return pool
}

function resourcesOf(world) {
  const r = world.resource
  const pool = [r, r, r.replace(/[^:/]+$/, '*'), r.slice(0, -1) + '?', r.slice(0, -2) + '*', r + 'x', r.toUpperCase().replace('ARN:AWS', 'arn:aws')]
  const parts = r.split(':')
  pool.push([...parts.slice(0, 3), '*', '*', ...parts.slice(5)].join(':'))
  pool.push([...parts.slice(0, 5), '*'].join(':'))
  pool.push('arn:aws:s3:::bucket/${aws:username}/*', 'arn:aws:s3:::bucket/${aws:PrincipalTag/team}', "arn:aws:s3:::bucket/${aws:username, 'alice'}/x")
  if (parts[2] !== 's3') pool.push(parts.slice(0, 4).join(':') + ':${aws:PrincipalAccount}:' + parts.slice(5).join(':'))
  if (parts[2] === 'iam') pool.push(`arn:aws:iam::${OWN}:role/\${aws:RequestTag/team}`, `arn:aws:iam::${OWN}:r*`)
  if (parts[4] !== '') pool.push(r.replace(OWN, OTHER), r.replace(OWN, '1111*'))
  return pool
}

function statement(world, type) {
  const out = {}
  if (chance(0.2)) out.Sid = `S${below(1000)}x${world.sids++}`
  const mostlyAllow = { scp: 0.8, boundary: 0.85, session: 0.85, identity: 0.85 }[type] ?? 0.78
  out.Effect = type === 'rcp' || !chance(mostlyAllow) ? 'Deny' : 'Allow'
  const principals = type === 'trust' || type === 'resource'
  if (principals) {
    if (type === 'resource' && out.Effect === 'Deny' && chance(0.25)) {
      let listed = principalOf(world, { resource: true, grant: false })
      if (listed === '*') listed = { AWS: OWN }
      out.NotPrincipal = listed
    } else out.Principal = principalOf(world, { resource: type === 'resource', grant: out.Effect === 'Allow' })
  } else if (type === 'rcp') out.Principal = '*'
  if (type !== 'rcp' && chance(0.06)) out.NotAction = oneOrList(some(actionsOf(world), 2))
  else if (type !== 'rcp' && chance(0.2)) out.Action = '*'
  else out.Action = oneOrList(some(actionsOf(world), 2))
  if (type !== 'trust') {
    if (chance(0.06)) out.NotResource = oneOrList(some(resourcesOf(world), 2))
    else if (chance(0.5)) out.Resource = '*'
    else out.Resource = oneOrList(some(resourcesOf(world), 2))
  }
  if (chance(out.Effect === 'Deny' ? 0.85 : 0.55)) out.Condition = conditionOf(world)
  if (out.Condition && Object.keys(out.Condition).length === 0 && chance(0.8)) delete out.Condition
  return out
}

function policy(world, type) {
  const n = weighted([[6, 1], [3, 2], [1, 3]])
  const statements = Array.from({ length: n }, () => statement(world, type))
  if (['identity', 'boundary', 'session', 'scp'].includes(type) && chance(0.45)) {
    statements.push({ Effect: 'Allow', Action: '*', Resource: '*' })
  }
  const out = {}
  if (type === 'rcp' || chance(0.93)) out.Version = '2012-10-17'
  else if (chance(0.5)) out.Version = '2008-10-17'
  if (chance(0.03)) out.Id = 'policy'
  out.Statement = statements.length === 1 && chance(0.3) ? statements[0] : statements
  return out
}

const policies = (world, type, max) => Array.from({ length: 1 + below(max) }, () => policy(world, type))

// ---- what IAM refuses, so that refusals are compared too

function spoil(document, type) {
  const first = Array.isArray(document.Statement) ? document.Statement[0] : document.Statement
  const condition = (operator, key, value) => {
    first.Condition = { [operator]: { [key]: value } }
  }
  const spoilers = [
    () => condition('ArnEqual', 'aws:SourceArn', ARNS[0]),
    () => condition('StringMatches', 'aws:SourceAccount', OWN),
    () => condition('ForAnyValues:StringLike', 'aws:TagKeys', 'team'),
    () => condition(' StringEquals', 'aws:SourceAccount', OWN),
    () => condition('NullIfExists', 'aws:SourceAccount', 'true'),
    () => condition('NumericLessThan', 'aws:MultiFactorAuthAge', 'an hour'),
    () => condition('DateLessThan', 'aws:CurrentTime', 'tomorrow'),
    () => condition('Bool', 'aws:SecureTransport', 'yes'),
    () => condition('IpAddress', 'aws:SourceIp', '10.0.0.0/33'),
    () => condition('IpAddress', 'aws:SourceIp', '300.0.0.1'),
    () => condition('BinaryEquals', 'aws:RequestTag/blob', '!'),
    () => condition('StringEquals', 'aws:SourceAccount', []),
    () => condition('StringEquals', 'aws:SourceAccount', null),
    () => condition('StringEquals', 'aws:SourceAccount', '${aws:username'),
    () => condition('StringEquals', 'aws:SourceAccount', '${}'),
    () => condition('Bool', 'aws:SecureTransport', '${aws:SecureTransport}'),
    () => (first.Condition = { StringEquals: { 'aws:SourceAccount': OWN, 'AWS:sourceaccount': OTHER } }),
    () => (first.Effect = 'allow'),
    () => (first.Conditions = {}),
    () => (document.Version = '2012-10-18'),
    () => (document.Statement = []),
    () => { delete first.Action; delete first.NotAction },
    () => (first.Action = 'AssumeRole'),
    () => (first.Action = []),
    () => (first.Action = 'st*:AssumeRole'),
    () => { if (type === 'trust') first.Resource = '*'; else first.Resource = 'bucket' },
    () => { if (type === 'trust') { first.NotPrincipal = first.Principal; delete first.Principal; first.Effect = 'Deny' } else delete first.Resource },
    () => { if (type === 'trust') delete first.Principal; else first.Principal = '*' },
    () => { if (type === 'trust') first.Action = 's3:GetObject'; else first.Sid = 'not allowed' },
    () => { if (type === 'trust' || type === 'resource') first.Principal = pick([{ AWS: 'arn:aws:iam::111122223333:user/*' }, { AWS: '11112222333' }, { Service: '*' }, { Federated: '*' }, { Host: 'x' }, {}, { AWS: [] }, 'alice', { AWS: '' }]) ; else first.Effect = 'Maybe' },
    () => { if (type === 'rcp') first.Effect = 'Allow' },
    () => { if (type === 'rcp') first.Action = '*' },
    () => { if (type === 'rcp') { first.NotAction = 's3:GetObject'; delete first.Action } },
    () => { if (type === 'rcp') delete document.Version },
  ]
  pick(spoilers)()
}

// ---- lines

function contextFor(world) {
  const context = {}
  for (const key of world.keys) {
    if (key.request === null || !chance(0.45)) continue
    if (key.callers !== 'all' && key.callers !== world.caller.kind) continue
    if (key.multi) {
      const values = weighted([[1, () => []], [5, () => [pick(key.request)]], [8, () => some(key.request, 3)]])()
      context[key.name] = values.length === 1 && chance(0.3) ? values[0] : values
    } else {
      let value = pick(key.request)
      if (chance(0.1) && /^[0-9]{1,6}$/.test(value)) value = Number(value)
      else if (chance(0.2) && (value === 'true' || value === 'false')) value = value === 'true'
      context[key.name] = chance(0.05) ? [value] : value
    }
  }
  return context
}

function line(id) {
  const c = caller()
  const role = chance(0.68)
  if (!role && c.principal.Federated === OIDC) c.principal = { Federated: providers[0] } // rule 2.5 knows hosts for roles only
  const [action, resource] = role
    ? [
        c.kind === 'federated'
          ? weighted([[8, c.principal.Federated.includes('saml') ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity'], [1, 'sts:AssumeRole']])
          : weighted([[14, 'sts:AssumeRole'], [1, 'sts:TagSession'], [1, 'sts:SetSourceIdentity']]),
        pick(ROLES),
      ]
    : pick(RESOURCES)
  const world = { caller: c, role, action, resource, sids: 0, context: {} }
  world.keys = KEYS.filter((k) => k.actions === 'all' || action === 'sts:AssumeRole')
  if (action.startsWith('sts:SetSource') || !role) world.keys = world.keys.filter((k) => !/^sts:/.test(k.name))
  if (action === 'sts:TagSession') world.keys = world.keys.filter((k) => k.name !== 'sts:RoleSessionName')
  world.principalArns = [
    ...(c.arn ? [c.arn] : []),
    `arn:aws:iam::${OWN}:role/runner`, `arn:aws:iam::${OWN}:role/*`, `arn:aws:iam::*:user/*`, `arn:aws:sts::${OWN}:assumed-role/runner/*`,
    `arn:aws:iam::${OTHER}:root`, `arn:aws:iam::*:role/runner`, `arn:aws:iam::*:role/RUNNER`,
  ]
  world.context = contextFor(world)
  const out = { id, principal: c.principal, action, resource, context: world.context }
  if (resource.startsWith('arn:aws:s3') && chance(0.85)) world.context['aws:ResourceAccount'] = OWN

  if (role) out.trustPolicy = policy(world, 'trust')
  else if (chance(0.75) || action.startsWith('kms:')) out.resourcePolicy = policy(world, 'resource')
  const iam = c.kind === 'iam'
  if (iam ? chance(0.75) : c.kind === 'service' && chance(0.04)) out.identityPolicies = policies(world, 'identity', 2)
  const root = iam && !c.arn.includes('/') // IAM knows boundaries of users and roles only
  if (iam ? chance(0.22) && !root : c.kind === 'service' && chance(0.04)) out.permissionsBoundary = policy(world, 'boundary')
  if (iam && /:(assumed-role|federated-user|role)\//.test(c.arn) && chance(0.2)) out.sessionPolicies = [policy(world, 'session')]
  if (c.kind !== 'anonymous' && chance(0.18)) {
    out.serviceControlPolicies = Array.from({ length: 1 + below(2) }, () => policies(world, 'scp', 2))
  }
  if (chance(0.15)) out.resourceControlPolicies = Array.from({ length: 1 + below(2) }, () => policies(world, 'rcp', 2))
  if (chance(0.05)) {
    const places = [
      ...(out.trustPolicy ? [[out.trustPolicy, 'trust']] : []),
      ...(out.resourcePolicy ? [[out.resourcePolicy, 'resource']] : []),
      ...(out.identityPolicies ? [[out.identityPolicies[0], 'identity']] : []),
      ...(out.resourceControlPolicies ? [[out.resourceControlPolicies[0][0], 'rcp'], [out.resourceControlPolicies[0][0], 'rcp']] : []),
    ]
    if (places.length > 0) spoil(...pick(places))
  }
  return out
}

const lines = []
for (let i = 1; i <= count; i++) {
  random = generator((Math.imul(seed, 0x9e3779b1) + i) >>> 0) // each line on its own: a longer run begins like a shorter one
  lines.push(JSON.stringify(line(`d${i}`)))
}
process.stdout.write(lines.join('\n') + '\n')
