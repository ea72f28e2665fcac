// How FreeSWITCH expands what it is given, and how a text gets through unchanged.
//
// The argument of an application is expanded before the application has it: `${name}`, `$${name}` and `${api(arguments)}` run, the
// last of them with all rights of the switch (`${system(…)}` is a shell). Then `\\`, `\$` and `\'` lose their backslash. Nothing of
// this happens to an argument that has neither a `$` before a brace nor a backslash before one of `\ n s t '`: such an argument
// must not be escaped, or the backslashes would be heard.

const IS_EXPANDED = /\$\\*\{|\\[\\nst']/

/** Whether FreeSWITCH changes an argument with this text. */
export const isExpanded = (text: string): boolean => IS_EXPANDED.test(text)

/** The argument that comes out of one expansion as this text, whatever the text is. Of a whole argument only, never of its parts. */
export const escapeExpansion = (text: string): string => (isExpanded(text) ? text.replace(/[\\$]/g, '\\$&') : text)

/**
 * Whether a text would be expanded where it is read again: as a variable, which `${name}` expands a second time wherever a
 * dialplan or an application has it. One escape helps there once and no more, so such a text is refused for variables.
 */
export const isExpandable = (text: string): boolean => /\$\\*\{/.test(text)

/** The text with `%{` for each `${`: what FreeSWITCH itself does to texts of others. For what must be stored whatever it is. */
export const disarmExpansion = (text: string): string => text.replace(/\$(?=[\\$]*\{)/g, '%')
