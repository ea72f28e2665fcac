/** What Monaco makes markup by; it has its own way to each. */
const MONACO = [
  'defaultWorkerFactory',
  'diffEditorWidget',
  'diffReview',
  'domLineBreaksComputer',
  'editorGhostText',
  'editorViewLayer',
  'richScreenReaderContent',
  'standaloneColorizer',
  'stickyScrollViewLayer',
  'tokenizeToString',
  'dompurify',
]

/**
 * Nothing but what comes from where the page comes from; no script that is written into a document, and none made of text. Text becomes
 * markup in Monaco alone, by its own policies: everywhere else the browser throws where it is tried. Monaco writes where its lines stand into
 * their markup, hence `unsafe-inline` for the attribute `style`; style elements are refused. `frame-ancestors` can be said by a header only.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  `trusted-types default ${MONACO.join(' ')}`,
].join('; ')
