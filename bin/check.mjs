#!/usr/bin/env node
/** `npm run check`: types, lint and format, in one fast command. `--write` mends what can be mended. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { childEnv, install, nodePath, root, say } from './ground.mjs'

install()
const write = process.argv.includes('--write')
const steps = [
  ['Types', ['typescript', 'bin', 'tsc'], ['--noEmit', '-p', '.']],
  [
    'Lint and format',
    ['@biomejs', 'biome', 'bin', 'biome'],
    ['check', '--error-on-warnings', '--max-diagnostics=60', ...(write ? ['--write'] : [])],
  ],
]
let failed = 0
for (const [what, path, args] of steps) {
  const began = performance.now()
  const done = spawnSync(nodePath(), [join(root, 'node_modules', ...path), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: childEnv(),
  })
  const ok = done.status === 0
  if (!ok) failed++
  say(`${what}: ${ok ? 'fine' : 'not fine'} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}
process.exit(failed ? 1 : 0)
