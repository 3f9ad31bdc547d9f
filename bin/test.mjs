#!/usr/bin/env node
/**
 * `npm test`: installs what is missing (dependencies; Chromium and ffmpeg from Debian), then checks types and lint, builds the client
 * and runs every test. Arguments go on to vitest as filters. The last line reads `N passed, N failed, N skipped`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, childEnv, install, nodePath, root, say } from './ground.mjs'
import { needTools } from './tools.mjs'

const filters = process.argv.slice(2)
install()
needTools()

const total = { passed: 0, failed: 0, skipped: 0 }
const began = performance.now()

const check = spawnSync(process.execPath, [join(root, 'bin', 'check.mjs')], { cwd: root, stdio: 'inherit' })
total[check.status === 0 ? 'passed' : 'failed']++
build()

/**
 * Runs one project of vitest to its end and adds its counts to the total. `niceness` is the priority its processes give way by (0 = none).
 */
function run(project, niceness) {
  const dir = mkdtempSync(join(tmpdir(), 'samelight-test-'))
  const file = join(dir, 'result.json')
  const started = performance.now()
  const vitest = spawn(
    nodePath(),
    [
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--project',
      project,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...filters,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: childEnv() },
  )
  if (vitest.pid && niceness) setPriority(vitest.pid, niceness)
  return new Promise((resolve) => {
    const end = (status, why) => {
      let result = null
      try {
        result = JSON.parse(readFileSync(file, 'utf8'))
      } catch {
        say(`The ${project} run left no result (it ended with ${why}).`)
      }
      rmSync(dir, { recursive: true, force: true })
      if (result) {
        total.passed += result.numPassedTests
        total.failed += result.numFailedTests
        total.skipped += result.numPendingTests + (result.numTodoTests ?? 0)
      }
      // A suite that broke before its tests, or an error outside of any test, fails the run without a failed test of its own.
      if (!result || (status !== 0 && result.numFailedTests === 0 && result.numTotalTests > 0)) total.failed++
      say(`The ${project} run took ${((performance.now() - started) / 60_000).toFixed(1)} minutes.`)
      resolve()
    }
    vitest.on('error', (error) => end(null, error.message))
    vitest.on('exit', (code, signal) => end(code, code ?? signal))
  })
}

// Journeys wait more than they work (a page loads, a clip plays), so the rules run beside them and take only what the browsers leave.
say('Running the journeys in Chromium, and the rules beside them …')
await Promise.all([run('journey', 0), run('unit', 10)])
say(`All in ${((performance.now() - began) / 60_000).toFixed(1)} minutes.`)
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exit(total.failed ? 1 : 0)
