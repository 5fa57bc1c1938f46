// The work that every engine is given: roles with their trust policies, and requests of which every other one is a
// confused-deputy attack from a foreign account. The same on every run.

const MINE = '111122223333'
const FOREIGN = '999988887777'
const SERVICE = 'dms.amazonaws.com'
const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-southeast-2']
const REQUESTS = 20

const roleArn = (role) => `arn:aws:iam::${MINE}:role/dms-vpc-role-${role}`
const patternOf = (account) => `arn:aws:dms:*:${account}:rep:*`

// `accounts` are the values of StringEquals aws:SourceAccount, `arns` those of ArnLike aws:SourceArn; an empty list
// leaves the clause out.
function workOf(name, roles, accounts, arns) {
  const condition = {}
  if (accounts.length > 0) condition.StringEquals = { 'aws:SourceAccount': accounts }
  if (arns.length > 0) condition.ArnLike = { 'aws:SourceArn': arns }
  const trustPolicy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: SERVICE }, Action: 'sts:AssumeRole', Condition: condition }],
  }
  const requests = Array.from({ length: REQUESTS }, (_, i) => {
    const account = i % 2 === 0 ? MINE : FOREIGN
    return {
      id: `r${i}`,
      principal: { Service: SERVICE },
      action: 'sts:AssumeRole',
      resource: roleArn((i * 7919) % roles),
      context: {
        'aws:SourceAccount': account,
        'aws:SourceArn': `arn:aws:dms:${REGIONS[i % REGIONS.length]}:${account}:rep:INSTANCE${i}`,
      },
    }
  })
  return {
    name,
    roles: Array.from({ length: roles }, (_, role) => ({ arn: roleArn(role), trustPolicy, accounts, arns })),
    requests,
  }
}

const withRoles = (roles) => workOf(`${roles.toLocaleString('en')} role${roles > 1 ? 's' : ''}`, roles, [MINE], [patternOf(MINE)])

function withArns(count) {
  const arns = Array.from({ length: count }, (_, i) => patternOf(String(200000000000 + i * 7919)))
  arns[Math.floor(count / 2)] = patternOf(MINE)
  return workOf(`${count.toLocaleString('en')} ARN value${count > 1 ? 's' : ''}`, 1, [], arns)
}

export const WORK = [...[1, 100, 10000].map(withRoles), ...[1, 100, 1000].map(withArns)]
