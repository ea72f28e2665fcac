// The machine format as JSON Schema (2020-12), made from the same shapes that check a machine. machine.schema.json is its text.
import type { Fields, Shape } from './shape.ts'
import { shapes } from './shapes.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/** What the shapes cannot say of indices (that there is such a point) `readMachine` checks. */
export function machineSchema(): JsonSchema {
  const { machine, ...others } = shapes
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'machine.schema.json',
    title: 'A Callwright machine, version 1',
    ...schemaOf(machine!),
    $defs: Object.fromEntries(Object.entries(others).map(([name, shape]) => [name, schemaOf(shape)])),
  }
}

function schemaOf(shape: Shape): JsonSchema {
  switch (shape.is) {
    case 'text':
      return { type: 'string' }
    case 'boolean':
    case 'null':
      return { type: shape.is }
    case 'whole': {
      const minimum = shape.min === -Number.MAX_SAFE_INTEGER ? {} : { minimum: shape.min }
      return { type: 'integer', ...minimum, ...(shape.max === Number.MAX_SAFE_INTEGER ? {} : { maximum: shape.max }) }
    }
    case 'constant':
      return { const: shape.value }
    case 'word':
      return { enum: shape.words }
    case 'index':
      return { type: 'integer', minimum: Math.min(0, ...shape.or) }
    case 'list':
      return { type: 'array', items: schemaOf(shape.of), ...(shape.atLeast > 0 ? { minItems: shape.atLeast } : {}) }
    case 'tuple':
      return { type: 'array', prefixItems: shape.of.map(schemaOf), minItems: shape.of.length, items: false }
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(shape.of) }
    case 'record':
      return recordSchema(shape.fields)
    case 'tagged':
      return {
        oneOf: Object.entries(shape.variants).map(([kind, fields]) =>
          recordSchema({ ...fields, [shape.tag]: { shape: { is: 'constant', value: kind }, optional: false } }),
        ),
      }
    case 'either':
      return { anyOf: shape.of.map(schemaOf) }
    case 'named':
      return { $ref: `#/$defs/${shape.name}` }
  }
}

const recordSchema = (fields: Fields): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, schemaOf(field.shape)])),
  required: Object.entries(fields)
    .filter(([, field]) => !field.optional)
    .map(([name]) => name),
  additionalProperties: false,
})
