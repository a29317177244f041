import { z } from 'zod'

/** One input of a connection form, as a screen draws it. `list` is text with one entry a line. */
export type SettingsField = {
  name: string
  title: string
  description: string | null
  input: 'text' | 'multiline' | 'number' | 'choice' | 'list' | 'secret'
  choices: string[]
  initial: string
  required: boolean
}

const FieldShape = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  type: z.string().optional(),
  multiline: z.boolean().optional(),
  enum: z.array(z.string()).optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.unknown())]).optional(),
})

/** The inputs for a kind's settings, in the order of its schema. */
export function settingsFields(schema: z.ZodObject, secretFields: readonly string[] = []): SettingsField[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, property]) => {
    const shape = FieldShape.parse(property)
    return {
      name,
      title: shape.title ?? name,
      description: shape.description ?? null,
      input: secretFields.includes(name) ? 'secret' : inputOf(shape),
      choices: shape.enum ?? [],
      initial: Array.isArray(shape.default) ? shape.default.join('\n') : initialText(shape.default),
      required: required.includes(name),
    }
  })
}

function inputOf(shape: z.infer<typeof FieldShape>): SettingsField['input'] {
  if (shape.enum) return 'choice'
  if (shape.type === 'array') return 'list'
  if (shape.multiline) return 'multiline'
  return shape.type === 'integer' || shape.type === 'number' ? 'number' : 'text'
}

/** What a form sent, as the schema takes it: lists out of their lines, and an empty field of which there is a default left out. */
export function fromForm(fields: readonly SettingsField[], raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = fields.flatMap((field): [string, unknown][] => {
    const value = raw[field.name]
    const empty = value === undefined || value === ''
    if (empty) return field.required ? [[field.name, '']] : []
    return [[field.name, field.input === 'list' && typeof value === 'string' ? linesOf(value) : value]]
  })
  return Object.fromEntries(known)
}

const linesOf = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

const initialText = (value: string | number | boolean | undefined): string => (value === undefined ? '' : value.toString())
