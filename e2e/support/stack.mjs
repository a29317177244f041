import { register } from 'tsx/esm/api'

register()
const { runStack } = await import('./stack.ts')
await runStack()
