// Monaco's themes, made from the page's own colours as the browser has worked them out.
import { effect } from '@preact/signals'
import type { Preferences } from '../../page/preferences.ts'
import { SURFACE_COLOURS, TOKEN_COLOURS } from './colours.ts'
import * as monaco from './monaco.ts'

/** Follows what the person has chosen. What is returned ends it. */
export const followTheme = (preferences: Preferences): (() => void) =>
  effect(() => {
    const theme = preferences.theme.value
    // The page's root has its attribute by then.
    const frame = requestAnimationFrame(() => define(theme))
    define(theme)
    return () => cancelAnimationFrame(frame)
  })

function define(theme: 'light' | 'dark'): void {
  const colour = createColours()
  const name = `callwright-${theme}`
  monaco.editor.defineTheme(name, {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: false,
    rules: TOKEN_COLOURS.map(([token, property, style]) => ({
      token,
      foreground: colour(property).slice(1, 7),
      ...(style === undefined ? {} : { fontStyle: style }),
    })),
    colors: {
      ...Object.fromEntries(Object.entries(SURFACE_COLOURS).map(([surface, property]) => [surface, colour(property)])),
      // What nothing uses is underlined instead: faded it could not be read by all.
      'editorUnnecessaryCode.opacity': '#000000ff',
    },
  })
  monaco.editor.setTheme(name)
}

/** A property's value as `#rrggbbaa`, however it is written. */
function createColours(): (property: string) => string {
  const style = getComputedStyle(document.documentElement)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  const known = new Map<string, string>()
  return property => {
    const before = known.get(property)
    if (before !== undefined) return before
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = style.getPropertyValue(property).trim()
    context.fillRect(0, 0, 1, 1)
    const made = `#${[...context.getImageData(0, 0, 1, 1).data].map(part => part.toString(16).padStart(2, '0')).join('')}`
    known.set(property, made)
    return made
  }
}
