#!/usr/bin/env node
/** `npm run bench [-- --json] [name…]`: measures, peers beside, one figure a line. */
import { build, install, runOwn } from './ground.mjs'
import { needTools } from './tools.mjs'

install()
build()
needTools()
process.exit(await runOwn('test/bench/main.ts', process.argv.slice(2)))
