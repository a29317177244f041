import { ambientRule } from './lint/ambient-rule.mjs'
import { mutationsRule } from './lint/mutations-rule.mjs'
import { roomsRule } from './lint/rooms-rule.mjs'

export default { meta: { name: 'tenure' }, rules: { rooms: roomsRule, mutations: mutationsRule, ambient: ambientRule } }
