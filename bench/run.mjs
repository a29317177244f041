#!/usr/bin/env node
import { register } from 'tsx/esm/api'

register()
const { runBenchmarks } = await import('./run.ts')
process.exitCode = await runBenchmarks(process.argv.slice(2))
