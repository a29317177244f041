import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    // The package refuses to load outside Next; this is what Next itself puts in its place on the server
    alias: { 'server-only': here('./node_modules/next/dist/compiled/server-only/empty.js') },
  },
  test: {
    include: [
      '*.test.ts',
      'lib/**/*.test.ts',
      'control-plane/**/*.test.ts',
      'components/**/*.test.{ts,tsx}',
      'tools/**/*.test.ts',
      'scripts/**/*.test.ts',
      'bin/**/*.test.ts',
      'prisma/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    pool: 'forks',
    fileParallelism: true,
    maxWorkers: 2,
    // Tests use real servers and processes, and the machine may be busy
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['lib/testing/global-setup.ts'],
    setupFiles: ['lib/testing/no-console-error.ts'],
  },
})
