// What came of bundles that were to be put in force, for the operator who asked for it.
import type { Deployment } from './operations.ts'
import type { Said } from './said.ts'

export function describeDeployment({ line, version, change }: Deployment): Said {
  const now = version.slice(0, 12)
  switch (change) {
    case 'new':
      return { en: `${line}: ${now} answers from now on.`, zh: `${line}：从现在起由 ${now} 应答。` }
    case 'same':
      return { en: `${line}: ${now} answers already.`, zh: `${line}：${now} 已在应答。` }
    case 'taken back':
      return {
        en: `${line}: that version was rolled back, and ${now} goes on; --again puts it in force all the same.`,
        zh: `${line}：该版本已被回退，继续由 ${now} 应答；如仍要启用请加 --again。`,
      }
    default:
      return change satisfies never
  }
}

/** Where some of several bundles were refused: what of each, and what is in force all the same. */
export function describeRefused(
  refused: readonly { readonly folder: string; readonly problem: Said }[],
  done: readonly Deployment[],
): Said {
  const [first, ...others] = refused
  if (first !== undefined && others.length === 0 && done.length === 0) return first.problem
  const lines: readonly Said[] = [
    ...refused.map(({ folder, problem }) => ({ en: `refused: ${folder}: ${problem.en}`, zh: `已拒绝：${folder}：${problem.zh}` })),
    ...done.map(describeDeployment),
  ]
  return { en: lines.map(({ en }) => `\n  ${en}`).join(''), zh: lines.map(({ zh }) => `\n  ${zh}`).join('') }
}
