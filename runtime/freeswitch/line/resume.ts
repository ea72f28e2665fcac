// `socket_resume`: whether the dialplan goes on at once where the connection of a node ends. While the caller talks with somebody it
// must not, or a dying node cuts them off; afterwards it is again as the dialplan had it.

export interface Resume {
  /** What it is when nobody talks; '' removes it. */
  readonly value: () => '' | 'true'
  /** The dialplan's `socket` has ended: nothing can be resumed any more in this call. */
  readonly forget: () => void
}

/** `given`: the variable as the call came with it. */
export function createResume(given: string | undefined): Resume {
  let wanted = /^(?:true|1|yes|on|enabled|active|allow)$/i.test(given ?? '')
  return {
    value: () => (wanted ? 'true' : ''),
    forget: () => {
      wanted = false
    },
  }
}
