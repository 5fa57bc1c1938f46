// A scenario with something in every text that a page, an attribute, a style sheet or a drawing
// could take for more than text.
export const kHostile = [
  '<script>window.pwned=1</script>', '"><img src=x onerror=window.pwned=2>', '</style><script>window.pwned=3</script>',
  '</title></textarea></svg></desc><script>window.pwned=4</script>', "' onmouseover='window.pwned=5", '`window.pwned=6`',
  '{{{told}}} {{> report.css}} {{/rows}}', '&lt;b&gt; &#60;i&#62; &amp;', '-->]]>', '\u202Eright to left\u2066 \u200F', 'tab\tline\nend\r\u001b[31m',
  'javascript:window.pwned=7', 'w'.repeat(300), '漢字'.repeat(40), '🧨'.repeat(30),
].join(' ');

export function hostileScenario() {
  const text = kHostile;
  const trust = (condition) => ({
    Version: '2012-10-17',
    Statement: [{
      Sid: 'Hostile0', Effect: 'Allow', Principal: {Service: 'dms.amazonaws.com'}, Action: 'sts:AssumeRole',
      ...(condition && {Condition: condition}),
    }],
  });
  const step = (id, actor, account, name, then, expect) => ({
    id, actor, says: text,
    usesService: {deputy: 'dms', account, source: {resource: 'endpoint', region: 'us-east-1', name}, role: 'role',
                  alsoSends: {'aws:UserAgent': text}},
    then, expect,
  });
  return {
    version: 1, id: 'hostile', title: text, topic: 'hostile', kind: 'constructed', story: text, lesson: text,
    sources: [text, 'javascript:window.pwned=8', 'https://example.com/"onclick="window.pwned=9'],
    claims: [text], notes: [text], doesNotStop: [text],
    world: {
      accounts: [{id: '111122223333', name: 'victim'}, {id: '999988887777', name: 'attacker'}],
      deputies: [{id: 'dms', service: 'dms.amazonaws.com', version: '3.4.7', passRoleCheck: 'bypassed'}],
      roles: [{
        id: 'role', account: 'victim', name: 'r'.repeat(64), trustPolicy: trust(),
        identityPolicies: [{Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: 'dynamodb:*', Resource: '*'}]}],
      }],
      resources: [{id: 'table', arn: 'arn:aws:dynamodb:us-east-1:111122223333:table/orders', holds: text}],
    },
    variants: [
      {id: 'vulnerable', title: text},
      {id: 'fixed', title: text, roles: {role: {trustPolicy: trust({
        StringLike: {'aws:SourceAccount': [text, '111122223333'], 'aws:UserAgent': text.slice(0, 200) + '*'},
        ArnLike: {'aws:SourceArn': 'arn:aws:dms:*:111122223333:endpoint:<script>*'},
      })}}},
    ],
    steps: [
      step('attack', 'attacker', 'attacker', 'EVIL', [{action: 'dynamodb:DeleteTable', resource: 'table', loss: text}], {
        vulnerable: {outcome: 'succeeds'},
        fixed: {outcome: 'blocked', by: 'trust-policy'},
      }),
      step('honest', 'customer', 'victim', 'ORDERS', [{action: 'dynamodb:PutItem', resource: 'table'}], {
        vulnerable: {outcome: 'succeeds'},
        fixed: {outcome: 'blocked', by: 'trust-policy'},
      }),
    ],
  };
}
