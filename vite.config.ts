import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { opDocs } from './shared/doc/op-docs.ts'
import { ops } from './shared/ops/index.ts'

/** Without what draws, without sentences, and without the ids of parameters, which are their keys. */
const bareFaces = ops.map(({ parts: _, key: __, params, ...face }) => ({
  ...face,
  params: Object.fromEntries(Object.entries(params).map(([id, { id: _, ...param }]) => [id, param])),
}))
const named = 'for (const { params } of opFaces) for (const id in params) params[id].id = id'
const bare = (name: string, value: unknown) => (name === 'doc' ? undefined : value)

/** Puts what operators say of themselves, as it is at this moment, in place of the files that take it from their definitions; workers draw. */
const faces: Plugin = {
  name: 'samelight-op-faces',
  apply: 'build',
  load(id) {
    if (id.endsWith('/shared/doc/op-faces.ts'))
      return `export const opFaces = ${JSON.stringify(bareFaces, bare)};${named}`
    if (id.endsWith('/shared/doc/op-docs.ts')) return `export const opDocs = ${JSON.stringify(opDocs)}`
    return undefined
  },
}

/** The client's build, and vitest's one project: everything runs in Node; journeys drive a real Chromium from there. */
export default defineConfig({
  plugins: [react(), faces],
  resolve: {
    // Yjs writes its few warnings through lib0, whose browser half draws them with a page's own elements and a schema for those: 5 kB
    // gzipped before the first picture. The other half writes the same sentences.
    alias: [
      {
        find: /^lib0\/logging$/,
        replacement: new URL('./node_modules/lib0/logging.node.js', import.meta.url).pathname,
      },
    ],
  },
  build: {
    outDir: 'dist',
    target: 'es2024',
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What the form needs stays before the form.
            { name: 'form', test: /\/client\/(?:main|app)\.tsx$/, priority: 2 },
            // The panels of every screen.
            {
              name: 'screen',
              test: /\/client\/panels\/(?:viewer|clip-strip|foot|sheets|rooms|follow-pill|held-line|match-light)\.tsx$|\/use-verdict\.ts$/,
              priority: 0,
            },
            // What everybody who joins needs comes as one piece: in a dozen it is a twentieth more.
            {
              name: 'inside',
              test: /\/client\/(?:seated\.tsx|sync\/(?:address|join)\.ts|media\/room-media\.ts)$/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/bench/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: 'forks',
        },
      },
      {
        extends: true,
        test: {
          name: 'journey',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/kit/run.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          pool: 'forks',
        },
      },
    ],
  },
})
