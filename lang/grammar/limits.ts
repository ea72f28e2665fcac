/** How deep braces, brackets, operators and arms of an `if` may stand in one another. */
export const MOST_NESTED = 200

/** A file has no more errors of syntax than these; it is not the program that is wrong then. */
export const MOST_ERRORS = 200
