#!/usr/bin/env node
/** `npm run screens`: takes the pictures of docs/screens anew. */
import { build, install, runOwn } from './ground.mjs'
import { needTools } from './tools.mjs'

install()
build()
needTools()
process.exit(await runOwn('docs/screens/make.ts', []))
