// What is wrong in callwright.config.json, each with its place in the file, in the words of whoever writes it.
import type { ErrorObject } from 'ajv'
import { nearMiss } from '../../lang/text/near-miss.ts'
import type { Said } from '../../runtime/serve/said.ts'

/** `serve.lines[0].bundle`; '' is the whole file. */
export function placeOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`), '')
}

const at = (place: string, said: Said): Said => ({
  en: place === '' ? said.en : `${place}: ${said.en}`,
  zh: place === '' ? said.zh : `${place}：${said.zh}`,
})

const KINDS: Readonly<Record<string, Said>> = {
  string: { en: 'a text', zh: '文本' },
  integer: { en: 'a whole number', zh: '整数' },
  number: { en: 'a number', zh: '数字' },
  boolean: { en: 'true or false', zh: 'true 或 false' },
  array: { en: 'a list', zh: '列表' },
  object: { en: 'an object { … }', zh: '对象 { … }' },
}

/** One sentence a fault. Where a value fits none of several shapes, what is wrong with it as the shape that it most resembles. */
export function configProblems(errors: readonly ErrorObject[]): readonly Said[] {
  const said = new Map<string, Said>()
  const insideChoice = errors.filter(error => error.keyword === 'oneOf' || error.keyword === 'anyOf')
  for (const error of errors) {
    if (insideChoice.includes(error) || isMisspelt(error, errors)) continue
    const choice = insideChoice.find(each => error.schemaPath.startsWith(`${each.schemaPath}/`))
    const place = placeOf(error.instancePath)
    if (choice && isOfAnotherBranch(error, errors, choice)) continue
    const one = at(place, sentenceOf(error))
    said.set(one.en, one)
  }
  // A choice of which nothing was said: the whole is of no shape that is known.
  for (const choice of insideChoice) {
    const place = placeOf(choice.instancePath)
    if (![...said.values()].some(one => one.en.startsWith(place)))
      said.set(place, at(place, { en: 'it has none of the shapes that are possible here.', zh: '不符合这里允许的任何一种形式。' }))
  }
  return [...said.values()]
}

/** What is missing stands there under a name that is nearly its own: that is one fault, and the other one says it. */
const isMisspelt = (error: ErrorObject, errors: readonly ErrorObject[]): boolean =>
  error.keyword === 'required' &&
  errors.some(
    other =>
      other.keyword === 'additionalProperties' &&
      other.instancePath === error.instancePath &&
      nearMiss(String(other.params['additionalProperty']), [String(error.params['missingProperty'])]) !== undefined,
  )

/** Of a choice's branches only the one with the fewest faults speaks. */
function isOfAnotherBranch(error: ErrorObject, errors: readonly ErrorObject[], choice: ErrorObject): boolean {
  const branchOf = (path: string): string => path.slice(choice.schemaPath.length + 1).split('/')[0]!
  const counts = new Map<string, number>()
  for (const each of errors) {
    if (!each.schemaPath.startsWith(`${choice.schemaPath}/`)) continue
    const branch = branchOf(each.schemaPath)
    // A wrong kind of value says more against a branch than a wrong detail.
    counts.set(branch, (counts.get(branch) ?? 0) + (each.keyword === 'type' || each.keyword === 'required' ? 3 : 1))
  }
  const fewest = [...counts].sort((one, other) => one[1] - other[1])[0]![0]
  return branchOf(error.schemaPath) !== fewest
}

/** As they would be written, where the schema has any. */
const examplesOf = (schema: ErrorObject['parentSchema']): string =>
  ((schema?.['examples'] ?? []) as readonly unknown[]).map(each => JSON.stringify(each)).join(', ')

function sentenceOf({ keyword, params, message, parentSchema }: ErrorObject): Said {
  switch (keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty'])
      const known = Object.keys((parentSchema?.['properties'] ?? {}) as object)
      const near = nearMiss(name, known)
      const there = known.map(each => `“${each}”`).join(', ')
      return near === undefined
        ? { en: `“${name}” is not known here; there are ${there}.`, zh: `这里不认识“${name}”；可用的有 ${there}。` }
        : { en: `“${name}” is not known here; did you mean “${near}”?`, zh: `这里不认识“${name}”；是否指“${near}”？` }
    }
    case 'required': {
      const name = String(params['missingProperty'])
      return { en: `“${name}” is missing.`, zh: `缺少“${name}”。` }
    }
    case 'type': {
      const kind = KINDS[String(params['type'])] ?? { en: String(params['type']), zh: String(params['type']) }
      const such = examplesOf(parentSchema)
      return such === ''
        ? { en: `it must be ${kind.en}.`, zh: `必须是${kind.zh}。` }
        : { en: `it must be ${kind.en}, such as ${such}.`, zh: `必须是${kind.zh}，例如 ${such}。` }
    }
    case 'enum': {
      const words = (params['allowedValues'] as readonly unknown[]).map(each => JSON.stringify(each)).join(', ')
      return { en: `it must be one of ${words}.`, zh: `必须是 ${words} 之一。` }
    }
    case 'minLength':
    case 'minItems':
      return { en: 'it must not be empty.', zh: '不能为空。' }
    case 'minimum':
    case 'maximum': {
      const limit = String(params['limit'])
      return keyword === 'minimum'
        ? { en: `it must be at least ${limit}.`, zh: `不得小于 ${limit}。` }
        : { en: `it must be at most ${limit}.`, zh: `不得大于 ${limit}。` }
    }
    case 'pattern': {
      const meant = String(parentSchema?.['description'] ?? '')
      return {
        en: `it is not ${meant === '' ? 'of the form that is expected' : `what it should be: ${meant}`}.`,
        zh: `格式不对${examplesOf(parentSchema) === '' ? '' : `；例如 ${examplesOf(parentSchema)}`}。`,
      }
    }
    default:
      return { en: `${message ?? keyword}.`, zh: `${message ?? keyword}。` }
  }
}
