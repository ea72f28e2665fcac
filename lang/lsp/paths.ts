// URIs of the protocol and paths of the service. A path has `/` between folders; a file's is that of the disk, another's begins with its scheme.

/** `file:///c%3A/x.ivr` → `c:/x.ivr`, `file:///x.ivr` → `/x.ivr`, `vscode-vfs://host/x.ivr` → `vscode-vfs:/host/x.ivr`. Null for what is no URI. */
export function pathOfUri(uri: string): string | null {
  const found = /^([A-Za-z][\w+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/.exec(uri)
  if (!found) return null
  const [, scheme = '', authority = '', rest = ''] = found
  const path = decoded(rest)
  if (scheme.toLowerCase() !== 'file') {
    return [`${scheme.toLowerCase()}:`, ...(authority === '' ? [] : [decoded(authority)]), path.replace(/^\/+/, '')].join('/')
  }
  if (authority !== '' && authority !== 'localhost') return `//${decoded(authority)}${path}`
  return /^\/[A-Za-z]:/.test(path) ? `${path.charAt(1).toLowerCase()}${path.slice(2)}` : path
}

export function uriOfPath(path: string): string {
  const other = /^([a-z][\w+.-]+):\/([^/]*)\/?(.*)$/.exec(path)
  if (other) {
    const [, scheme = '', first = '', rest = ''] = other
    return rest === '' ? `${scheme}:${encoded(first)}` : `${scheme}://${encoded(first)}/${encoded(rest)}`
  }
  if (path.startsWith('//')) return `file:${encoded(path)}`
  return `file://${path.startsWith('/') ? '' : '/'}${encoded(path)}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // No percent sign of a URI: it stands for itself.
    return text
  }
}
const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

/** Remembers how a client wrote each URI: it knows its documents by that and nothing else. */
export interface Uris {
  readonly path: (uri: string) => string
  readonly uri: (path: string) => string
}

/** URIs are remembered up to so many; the oldest give way. */
const MOST = 50_000

export function createUris(): Uris {
  const written = new Map<string, string>()
  return {
    path: uri => {
      const path = pathOfUri(uri) ?? uri
      if (written.get(path) !== uri) {
        if (written.size >= MOST) for (const oldest of written.keys()) if (written.delete(oldest)) break
        written.set(path, uri)
      }
      return path
    },
    uri: path => written.get(path) ?? uriOfPath(path),
  }
}
