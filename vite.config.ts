import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** The client's build, and vitest's one project: everything runs in Node; journeys drive a real Chromium from there. */
export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', target: 'es2024', sourcemap: false },
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
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers: 2,
          pool: 'forks',
        },
      },
    ],
  },
})
