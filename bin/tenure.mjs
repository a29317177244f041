#!/usr/bin/env node
// Node 20 cannot read TypeScript by itself; tsx does, without a build.
import { register } from 'tsx/esm/api'

register()
const { main } = await import('./tenure.ts')
process.exitCode = await main(process.argv.slice(2))
