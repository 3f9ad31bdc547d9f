#!/usr/bin/env node
/** `npm run fuzz -- <name> [--runs N] [--seed S]`: the large runs of the fuzzers that `npm test` does a slice of. */
import { install, runOwn } from './ground.mjs'

install()
process.exit(await runOwn('test/fuzz/main.ts', process.argv.slice(2)))
