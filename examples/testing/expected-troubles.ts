// What the line has to report as not done in scripts whose transcript says so too: all else that it reports is a fault, even where the
// two transcripts are the same. They have no masks and no recordings in them.
import type { TroubleSlug } from '../../runtime/freeswitch/line/troubles.ts'

/** By the ids of runs. A queue that a script gives as failed is none that the line knows. */
const EXPECTED: Readonly<Record<string, readonly TroubleSlug[]>> = {
  'examples/card-centre/scripts/agents.dtmf › the lost card desk fails [zh-CN]': ['unknown-queue'],
  'examples/card-centre/scripts/agents.dtmf › the queue fails [zh-CN]': ['unknown-queue'],
  'examples/harbour-95500/scripts/details.dtmf › the queue cannot be had [en-US]': ['unknown-queue'],
  'examples/harbour-95500/scripts/details.dtmf › the queue cannot be had [zh-CN]': ['unknown-queue'],
  'examples/harbour-95500/scripts/services/details.dtmf › the queue for old callers does not work [zh-CN]': ['unknown-queue'],
  'examples/securities-order/scripts/dealers.dtmf › the queue fails [zh-CN]': ['unknown-queue'],
}

export const expectedTroubles = ({ id }: { readonly id: string }): readonly TroubleSlug[] => EXPECTED[id] ?? []
