import { cedar } from '../cedar.ts'
import { Entity } from './entities.ts'
import { notCompilable } from './policy-json.ts'
import { EntityRef } from './values.ts'

/** The actions that a schema declares, in their groups: what Cedar adds by itself when it is given the schema. Throws `invalid` on a schema that does not parse. */
export function actionEntities(schema: string): Entity[] {
  const answer = cedar().schemaToJsonWithResolvedTypes(schema)
  if (answer.type === 'failure') throw notCompilable(answer.errors.map((error) => error.message).join('; '))
  return Object.entries(answer.json).flatMap(([namespace, { actions }]) => {
    const ownType = namespace === '' ? 'Action' : `${namespace}::Action`
    return Object.entries(actions).map(
      ([id, { memberOf = [] }]) => new Entity(new EntityRef(ownType, id), { parents: memberOf.map((group) => new EntityRef(group.type ?? ownType, group.id)) }),
    )
  })
}
