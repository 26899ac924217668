// Adds up the reports of the test runners: `node tally.mjs FOLDER server=0 web=1 'browser=why it was left out'`.
// What races without their guard do wrong, as they must, is told too.
// A runner that fails without naming a failed test, or that leaves no report, counts as one failure of its own.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder, ...runners] = process.argv.slice(2)

const readers = {
  server: { report: 'server.trx', read: readTrx },
  web: { report: 'web.json', read: text => readVitest(JSON.parse(text)) },
  browser: { report: 'browser.json', read: text => readPlaywright(JSON.parse(text)) },
}

const tests = runners.flatMap(testsOf)
writeFileSync(join(folder, 'tests.txt'), tests.map(test => `${test.outcome} ${test.name}\n`).join(''))

for (const test of tests.filter(test => test.outcome === 'failed')) {
  console.log(`\nFAILED ${test.name}\n${indent(test.message ?? '')}`)
}
for (const test of tests.filter(test => test.outcome === 'skipped')) {
  console.log(`\n!!! SKIPPED ${test.name}${test.message ? `: ${test.message}` : ''}`)
}

for (const failure of tests.flatMap(test => test.expected ?? [])) {
  console.log(failure)
}

const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map(outcome => count(tests, outcome))
console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed || !passed ? 1 : 0

function testsOf(runner) {
  const name = runner.slice(0, runner.indexOf('='))
  const result = runner.slice(name.length + 1)
  const named = outcome => message => [{ name: `${name}: all of it`, outcome, message }]
  if (!/^\d+$/.test(result)) {
    return named('skipped')(result)
  }

  const { report, read } = readers[name]
  const file = join(folder, report)
  if (!existsSync(file)) {
    return named('failed')(`the runner ended with exit code ${result} and left no report`)
  }
  const found = read(readFileSync(file, 'utf8')).map(test => ({ ...test, name: `${name}: ${test.name}` }))
  return result !== '0' && !count(found, 'failed')
    ? [...found, ...named('failed')(`the runner ended with exit code ${result}, see above`)]
    : found
}

function count(tests, outcome) {
  return tests.filter(test => test.outcome === outcome).length
}

function readTrx(text) {
  const outcomes = { Passed: 'passed', NotExecuted: 'skipped' }
  const results = text.matchAll(/<UnitTestResult\b([^>]*?)(?:\/>|>(.*?)<\/UnitTestResult>)/gs)
  return [...results].map(([, attributes, body]) => ({
    name: decode(/\btestName="([^"]*)"/.exec(attributes)[1]),
    outcome: outcomes[/\boutcome="([^"]*)"/.exec(attributes)?.[1]] ?? 'failed',
    message: decode(/<Message>(.*?)<\/Message>/s.exec(body ?? '')?.[1] ?? ''),
    expected: [...(body ?? '').matchAll(/EXPECTED FAILURE[^<\n]*/g)].map(([line]) => decode(line.trim())),
  }))
}

function readVitest(report) {
  const outcomes = { passed: 'passed', skipped: 'skipped', pending: 'skipped', todo: 'skipped', disabled: 'skipped' }
  return report.testResults.flatMap(file =>
    file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed')
      ? [{ name: file.name, outcome: 'failed', message: file.message }]
      : file.assertionResults.map(test => ({
          name: test.fullName,
          outcome: outcomes[test.status] ?? 'failed',
          message: test.failureMessages?.join('\n'),
        })),
  )
}

// A flaky test has failed once: that is a failure.
function readPlaywright(report) {
  const outcomes = { expected: 'passed', skipped: 'skipped' }
  const inSuite = (suite, path) => [
    ...(suite.specs ?? []).flatMap(spec =>
      spec.tests.map(test => ({
        name: [...path, suite.title, spec.title, test.projectName].filter(Boolean).join(' › '),
        outcome: outcomes[test.status] ?? 'failed',
        message: test.results.flatMap(result => result.errors.map(error => error.message)).join('\n'),
      })),
    ),
    ...(suite.suites ?? []).flatMap(inner => inSuite(inner, [...path, suite.title])),
  ]
  const broken = (report.errors ?? []).map(error => ({ name: 'a file', outcome: 'failed', message: error.message }))
  return [...report.suites.flatMap(suite => inSuite(suite, [])), ...broken]
}

function decode(text) {
  const named = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : (named[name] ?? all),
  )
}

function indent(text) {
  // Runners colour their messages.
  const plain = text.replace(/\u001b\[[0-9;]*m/g, '')
  return plain.trim().replace(/^/gm, '    ')
}
