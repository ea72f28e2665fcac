// Every key of the page, once: the list that people read and what assistive technology is told come from here.
import type { KeyId, KeysWords } from './words.ts'

/** As `aria-keyshortcuts` has them. Control is the command key on a Mac, except where its name is written out. */
export const KEYS: Readonly<Record<KeyId, readonly string[]>> = {
  help: ['F1'],
  nextPane: ['F6'],
  paneBefore: ['Shift+F6'],
  tabs: ['ArrowLeft', 'ArrowRight', 'Home', 'End'],
  menus: ['ArrowUp', 'ArrowDown', 'Home', 'End', 'Escape'],
  borders: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'],
  bordersFar: ['Shift+ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowUp', 'Shift+ArrowDown'],
  bordersBack: ['Enter'],

  walkFiles: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
  openFile: ['Enter'],
  renameFile: ['F2'],
  deleteFile: ['Delete'],

  leaveText: ['Ctrl+M'],
  format: ['Control+S'],
  fix: ['Control+.'],
  suggest: ['Ctrl+Space'],
  nextProblem: ['F8'],
  problemBefore: ['Shift+F8'],
  definition: ['F12'],
  references: ['Shift+F12'],
  renameName: ['F2'],
  lenses: ['F9'],
  commands: ['F1'],

  telephoneKeys: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'],
  stepBack: ['ArrowLeft'],
  stepForth: ['ArrowRight'],
  wind: ['Home', 'End'],

  walkGraph: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
  showSource: ['Enter'],
  showSourceHere: ['Space'],
  larger: ['Plus'],
  smaller: ['-'],
  whole: ['0'],
  closeCard: ['Escape'],

  walkScripts: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
  runScript: ['Space'],
  showScript: ['Enter'],
}

export const GROUPS: Readonly<Record<keyof KeysWords['groups'], readonly KeyId[]>> = {
  page: ['help', 'nextPane', 'paneBefore', 'tabs', 'menus', 'borders', 'bordersFar', 'bordersBack'],
  text: [
    ...(['leaveText', 'format', 'fix', 'suggest', 'nextProblem', 'problemBefore', 'definition', 'references'] as const),
    ...(['renameName', 'lenses', 'commands'] as const),
  ],
  telephone: ['telephoneKeys', 'stepBack', 'stepForth', 'wind'],
  graph: ['walkGraph', 'showSource', 'showSourceHere', 'larger', 'smaller', 'whole', 'closeCard'],
  scripts: ['walkScripts', 'runScript', 'showScript'],
  files: ['walkFiles', 'openFile', 'renameFile', 'deleteFile'],
}

const onMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '')

/** For `aria-keyshortcuts`. */
export const shortcuts = (...ids: readonly KeyId[]): string =>
  ids.flatMap(id => KEYS[id].map(key => key.replace(/^Control\+/, onMac ? 'Meta+' : 'Control+').replace(/^Ctrl\+/, 'Control+'))).join(' ')

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Plus: '+',
  '-': '−',
  Escape: 'Esc',
  Control: onMac ? '⌘' : 'Ctrl',
}

/** As it stands on a keyboard, in parts that are held together. */
export const written = (key: string): readonly string[] => key.split('+').map(part => SIGNS[part] ?? part)
