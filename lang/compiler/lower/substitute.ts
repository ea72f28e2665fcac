import type { MachineExpression } from '../../../machine/index.ts'

/** The expression with each register that `by` has an expression for put in its place. Its depth is bounded by the grammar's. */
export function substitute(expression: MachineExpression, by: (register: number) => MachineExpression | undefined): MachineExpression {
  const go = (of: MachineExpression): MachineExpression => substitute(of, by)
  switch (expression.kind) {
    case 'constant':
    case 'setting':
    case 'call':
    case 'open':
    case 'now':
    case 'today':
    case 'level-at-least':
      return expression
    case 'register':
      return by(expression.register) ?? expression
    case 'field':
      return { ...expression, of: go(expression.of) }
    case 'same':
    case 'order':
    case 'and':
    case 'or':
    case 'arithmetic':
      return { ...expression, left: go(expression.left), right: go(expression.right) }
    case 'not':
    case 'scale':
    case 'negate':
    case 'is-nothing':
    case 'is-empty':
      return { ...expression, operand: go(expression.operand) }
    case 'count':
    case 'first':
      return { ...expression, list: go(expression.list) }
    case 'where':
      return { ...expression, list: go(expression.list), condition: go(expression.condition) }
    case 'list':
      return { ...expression, items: expression.items.map(go) }
    case 'concat':
      return { ...expression, parts: expression.parts.map(go) }
    case 'by-language':
      return {
        ...expression,
        variants: Object.fromEntries(Object.entries(expression.variants).map(([tag, variant]) => [tag, go(variant)])),
      }
    case 'speech':
      return { ...expression, values: expression.values.map(go) }
  }
}

/** Every expression within, itself first. */
export function partsOf(expression: MachineExpression): MachineExpression[] {
  const found: MachineExpression[] = [expression]
  for (let done = 0; done < found.length; done++) {
    const each = found[done]!
    switch (each.kind) {
      case 'field':
        found.push(each.of)
        break
      case 'same':
      case 'order':
      case 'and':
      case 'or':
      case 'arithmetic':
        found.push(each.left, each.right)
        break
      case 'not':
      case 'scale':
      case 'negate':
      case 'is-nothing':
      case 'is-empty':
        found.push(each.operand)
        break
      case 'count':
      case 'first':
        found.push(each.list)
        break
      case 'where':
        found.push(each.list, each.condition)
        break
      case 'list':
        found.push(...each.items)
        break
      case 'concat':
        found.push(...each.parts)
        break
      case 'by-language':
        found.push(...Object.values(each.variants))
        break
      case 'speech':
        found.push(...each.values)
        break
      default:
        break
    }
  }
  return found
}
