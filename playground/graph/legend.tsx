// What the signs of the picture mean.
import type { LegendItem } from '../../lang/compiler/emit/graph/index.ts'
import { BadgeShape } from './picture.tsx'
import type { GraphWords } from './words.ts'

export interface LegendProps {
  readonly items: readonly LegendItem[]
  readonly words: GraphWords
  readonly way: boolean
  readonly uncovered: boolean
}

export function Legend({ items, words, way, uncovered }: LegendProps) {
  return (
    <details class="graph-legend">
      <summary>{words.legend}</summary>
      <ul>
        {items.map(item => (
          <li key={item.words}>
            <Sample sample={item.sample} />
            {item.words}
          </li>
        ))}
        {uncovered && (
          <li>
            <Sample sample={{ kind: 'way', of: 'gap' }} />
            {words.uncoveredSign}
          </li>
        )}
        {way && (
          <>
            <li>
              <svg class="graph-overlay sample" width="24" height="16" aria-hidden="true">
                <path class="went" d="M0 8H24" />
              </svg>
              {words.callWent}
            </li>
            <li>
              <svg class="graph-overlay sample" width="24" height="16" aria-hidden="true">
                <path class="went jump" d="M0 8H24" />
              </svg>
              {words.callJumped}
            </li>
          </>
        )}
      </ul>
    </details>
  )
}

function Sample({ sample }: { readonly sample: LegendItem['sample'] }) {
  return (
    <svg class="graph-picture sample" width="24" height="18" aria-hidden="true">
      {sample.kind === 'place' && (
        <g class={`node ${sample.of}`}>
          <rect class="head" x="1" y="2" width="22" height="14" rx={sample.of === 'menu' ? 3 : 7} />
        </g>
      )}
      {sample.kind === 'badge' && (
        <>
          <g class="node line">
            <rect class="head" x="1" y="1" width="22" height="16" rx="3" />
          </g>
          <g transform="translate(6 3)">
            <BadgeShape mark={sample.mark} />
          </g>
        </>
      )}
      {sample.kind === 'way' && <path class={`way ${sample.of}`} d="M1 9H23" />}
      {sample.kind === 'sign' && (
        <text x="5" y="14">
          {sample.text}
        </text>
      )}
      {sample.kind === 'frame' && (
        <g class={`node ${sample.of}`}>
          <rect class="box" x="1" y="2" width="22" height="14" rx="3" />
        </g>
      )}
    </svg>
  )
}
