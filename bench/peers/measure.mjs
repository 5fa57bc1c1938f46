// Gives deputy and its peers the same work, holds every answer against `deputy eval`, and writes what a decision takes
// as a table to standard output:
//
//   node measure.mjs PEER_FOLDER DEPUTY_BINARY PEER_DEPUTY_BINARY
//
// Figures are the fastest of several rounds. Exit code 1: an engine answered otherwise than deputy.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { ENGINES } from './engines.mjs'
import { WORK } from './work.mjs'

const [peerFolder, deputy, peerDeputy] = process.argv.slice(2)
const require = createRequire(resolve(peerFolder, 'package.json'))
const { dependencies } = JSON.parse(readFileSync(resolve(peerFolder, 'package.json'), 'utf8'))

const GOAL = 1000
const CEDAR_GOAL = 100000 // at the largest number of roles

// Answers and times of deputy, by way of files as a user would give them.
function askDeputy({ roles, requests }) {
  const rolesFile = resolve(peerFolder, 'roles.json')
  const requestsFile = resolve(peerFolder, 'requests.jsonl')
  writeFileSync(rolesFile, JSON.stringify(Object.fromEntries(roles.map((role) => [role.arn, role.trustPolicy]))))
  writeFileSync(requestsFile, requests.map((request) => JSON.stringify(request) + '\n').join(''))
  const out = execFileSync(deputy, ['eval', '--roles', rolesFile, requestsFile], { encoding: 'utf8' })
  const answers = out.trimEnd().split('\n').map((line) => JSON.parse(line).decision === 'allowed')
  const times = JSON.parse(execFileSync(peerDeputy, [rolesFile, requestsFile], { encoding: 'utf8' }))
  return { answers, ...times }
}

// Nanoseconds of one decision.
async function measure(decisions) {
  let fastest = Infinity
  for (let round = 0; round < 6; ++round) {
    const start = process.hrtime.bigint()
    let passes = 0
    let took = 0
    do {
      for (const decide of decisions) {
        const answer = decide()
        if (typeof answer !== 'boolean') await answer
      }
      passes++
      took = Number(process.hrtime.bigint() - start)
    } while (took < 2e8)
    fastest = Math.min(fastest, took / (passes * decisions.length))
  }
  return fastest
}

function timeText(ns) {
  let unit = 'ns'
  for (const next of ['µs', 'ms']) {
    if (ns < 1000) break
    ns /= 1000
    unit = next
  }
  return `${ns.toPrecision(3)} ${unit}`
}

const rows = []
let differing = 0
const mostRoles = Math.max(...WORK.map((work) => work.roles.length))
for (const work of WORK) {
  const ours = askDeputy(work)
  if (ours.answers.filter(Boolean).length * 2 !== work.requests.length) throw new Error('not half were allowed')
  const row = [work.name, timeText(ours.decided), timeText(ours.boundAndDecided)]
  for (const [name, , make] of ENGINES) {
    const decisions = work.requests.map(await make(require, work))
    for (const [i, decide] of decisions.entries()) {
      const theirs = await decide()
      if (theirs === ours.answers[i]) continue
      differing++
      console.error(`${name}, ${work.name}: ${theirs}, deputy: ${ours.answers[i]}: ${JSON.stringify(work.requests[i])}`)
    }
    const ns = await measure(decisions)
    const goal = name === 'Cedar' && work.roles.length === mostRoles ? CEDAR_GOAL : GOAL
    const times = ns / ours.decided
    const many = Number(times.toPrecision(3)).toLocaleString('en')
    row.push(`${timeText(ns)}, ${times >= goal ? `${many} ×` : `**${many} ×**`}`)
    console.error(`${work.name}: ${name} ${timeText(ns)}, deputy ${timeText(ours.decided)}`)
  }
  rows.push(row)
}

const header = ['work', 'deputy', 'deputy, bound too', ...ENGINES.map(([name, pack]) => `${name} (${dependencies[pack]})`)]
const print = (cells) => console.log(`| ${cells.join(' | ')} |`)
console.log(`# The peers on the same work

Made by \`./dev bench-peers\`, which measures everything again; do not edit.

${cpus()[0].model}, one core; Node.js ${process.versions.node}.
`)
print(header)
print(header.map(() => '---'))
rows.forEach(print)
console.log(`
Every engine has its policies loaded and its request in memory; half of the requests are confused-deputy attacks, and
every answer was held against \`deputy eval\`: ${differing} differed. Behind a figure stands how many times deputy's decision it takes (role
looked up, request bound beforehand): the goal is ${GOAL.toLocaleString('en')} ×, and ${CEDAR_GOAL.toLocaleString('en')} × for Cedar at ${mostRoles.toLocaleString('en')} roles; in bold where it is missed.

iam-simulate takes the policies with each question and so gets those of the one role. Cedar and casbin have the policies
of all roles and look through them. Cedar runs as WebAssembly and pays for crossing into it with each question; its
authors report single-digit microseconds for it in its own language.`)
process.exitCode = differing > 0 ? 1 : 0
