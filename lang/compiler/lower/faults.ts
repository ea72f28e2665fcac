import type { Listener, Point } from '../../../machine/format.ts'
import { partsOf } from './substitute.ts'
import { expressionsOf } from './uses.ts'

/** A sum beyond the largest number, a list beyond its bound: a fault at the point itself. */
export const canFault = (point: Point, listeners: readonly Listener[]): boolean =>
  point.op === 'add' ||
  expressionsOf(point, listeners).some(expression => partsOf(expression).some(part => part.kind === 'arithmetic' || part.kind === 'scale'))

/** Of a confirm: a fault where it rests, when what it says could not be heard. */
export const canGoUnheard = (point: Point): boolean => 'readback' in point && point.readback === true
