import { dirname, join } from 'node:path/posix'
import { brokenLaw, closedDoor } from './import-laws.mjs'
import { pathOf, placeOf } from './place.mjs'

/** Who may import whom, and which packages: every static, dynamic and type import and every re-export. */
export const roomsRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = placeOf(pathOf(context.filename))
    const check = (node, name, typeOnly) => {
      const reason = typeof name === 'string' ? refusal(from, name, typeOnly) : null
      if (reason) context.report({ node, message: `${name}: ${reason}` })
    }
    return {
      ImportDeclaration: (node) => check(node, node.source.value, isTypeOnly(node)),
      ExportNamedDeclaration: (node) => check(node, node.source?.value, isTypeOnly(node)),
      ExportAllDeclaration: (node) => check(node, node.source.value, isTypeOnly(node)),
      ImportExpression: (node) => check(node, node.source.value, false),
      TSImportType: (node) => check(node, node.source?.value ?? node.argument?.literal?.value, true),
    }
  },
}

function isTypeOnly({ importKind, exportKind, specifiers }) {
  const all = specifiers ?? []
  return importKind === 'type' || exportKind === 'type' || (all.length > 0 && all.every((one) => one.importKind === 'type' || one.exportKind === 'type'))
}

/** @param {string} name */
function refusal(from, name, typeOnly) {
  const relative = name.startsWith('.')
  if (!relative && !name.startsWith('#')) return closedDoor(from, name)
  const path = relative ? join(dirname(from.path), name) : name.slice(1)
  return brokenLaw({ from, to: placeOf(path), typeOnly, relative })
}
