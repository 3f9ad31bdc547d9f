#!/usr/bin/env node
/** `npx samelight <command> …`: the project's commands, under the project's own Node. Paths count from where it is called. */
import { install, runOwn } from './ground.mjs'

install()
process.exit(await runOwn('server/main.ts', process.argv.slice(2), { cwd: process.cwd() }))
