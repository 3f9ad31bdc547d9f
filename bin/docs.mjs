#!/usr/bin/env node
/** `npm run docs`: writes the generated pages (docs/ops.md, docs/spaces.md, docs/grade.md, docs/dependencies.md). */
import { install, runOwn } from './ground.mjs'

install()
process.exit(await runOwn('server/main.ts', ['docs']))
