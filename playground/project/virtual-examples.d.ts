declare module 'virtual:examples' {
  /** Name of an example → its files. */
  const examples: Readonly<Record<string, () => Promise<Readonly<Record<string, string>>>>>
  export default examples
}
