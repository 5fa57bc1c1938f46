// The engines, each as (require, work) → a function that decides one request of the work and says whether it was
// allowed. Policies are loaded and requests put into the engine's own shape before anything is measured.

// Gets the trust policy of the one role, for it takes the policies with each question.
function iamSimulate(require, { roles }) {
  const { runSimulation } = require('@cloud-copilot/iam-simulate')
  const trustPolicies = new Map(roles.map((role) => [role.arn, role.trustPolicy]))
  return ({ principal, action, resource, context }) => {
    const simulation = {
      request: {
        principal: principal.Service,
        action,
        resource: { resource, accountId: resource.split(':')[4] },
        contextVariables: context,
      },
      identityPolicies: [],
      resourcePolicy: trustPolicies.get(resource),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    }
    return async () => {
      const result = await runSimulation(simulation, { simulationMode: 'Strict' })
      if (result.resultType !== 'single') throw new Error(`iam-simulate: ${JSON.stringify(result).slice(0, 300)}`)
      return result.overallResult === 'Allowed'
    }
  }
}

// A balanced tree: a thousand of them in a row would nest a thousand deep.
const anyOf = (tests) => {
  if (tests.length === 1) return tests[0]
  const half = tests.length >> 1
  return `(${anyOf(tests.slice(0, half))} || ${anyOf(tests.slice(half))})`
}

// One policy a role, parsed beforehand; the role is in the scope of the policy, where Cedar would look for an index.
function cedar(require, { name, roles }) {
  const { preparsePolicySet, statefulIsAuthorized } = require('@cedar-policy/cedar-wasm/nodejs')
  const text = roles.map(({ arn, accounts, arns }) => {
    const tests = [
      ...(accounts.length > 0 ? [anyOf(accounts.map((value) => `context["aws:SourceAccount"] == "${value}"`))] : []),
      ...(arns.length > 0 ? [anyOf(arns.map((value) => `context["aws:SourceArn"] like "${value}"`))] : []),
    ]
    return `permit(principal == Service::"dms.amazonaws.com", action == Action::"sts:AssumeRole", resource == Role::"${arn}") when { ${tests.join(' && ')} };`
  })
  const parsed = preparsePolicySet(name, { staticPolicies: text.join('\n') })
  if (parsed.type !== 'success') throw new Error(`cedar: ${JSON.stringify(parsed).slice(0, 300)}`)
  return ({ principal, action, resource, context }) => {
    const call = {
      principal: { type: 'Service', id: principal.Service },
      action: { type: 'Action', id: action },
      resource: { type: 'Role', id: resource },
      context,
      preparsedPolicySetId: name,
      entities: [],
    }
    return () => {
      const answer = statefulIsAuthorized(call)
      if (answer.type !== 'success') throw new Error(`cedar: ${JSON.stringify(answer).slice(0, 300)}`)
      return answer.response.decision === 'allow'
    }
  }
}

// One line of policy a role and pattern. `enforce` is what its manual shows; `enforceSync` leaves out the promises.
const casbin = (method) => async (require, { roles }) => {
  const { newEnforcer, newModelFromString } = require('casbin')
  const account = roles[0].accounts.length > 0 ? ' && r.account == p.account' : ''
  const enforcer = await newEnforcer(
    newModelFromString(`
[request_definition]
r = sub, act, obj, account, arn
[policy_definition]
p = sub, act, obj, account, arn
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.obj == p.obj && r.sub == p.sub && r.act == p.act${account} && globMatch(r.arn, p.arn)
`),
  )
  const lines = roles.flatMap(({ arn, accounts, arns }) =>
    arns.map((pattern) => ['dms.amazonaws.com', 'sts:AssumeRole', arn, accounts[0] ?? '', pattern]),
  )
  await enforcer.addPolicies(lines)
  return ({ principal, action, resource, context }) => {
    const asked = [principal.Service, action, resource, context['aws:SourceAccount'], context['aws:SourceArn']]
    return () => enforcer[method](...asked)
  }
}

export const ENGINES = [
  ['iam-simulate', '@cloud-copilot/iam-simulate', iamSimulate],
  ['Cedar', '@cedar-policy/cedar-wasm', cedar],
  ['casbin', 'casbin', casbin('enforce')],
  ['casbin, enforceSync', 'casbin', casbin('enforceSync')],
]
