#!/usr/bin/env node
/** `npm start`: installs what is missing, builds the client, starts the hub with the demo session and prints one link a role. */
import { build, install, runOwn } from './ground.mjs'

install()
build()
process.exit(await runOwn('server/main.ts', ['hub', ...process.argv.slice(2)]))
