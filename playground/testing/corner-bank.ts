// A program of three places, for tests of panes.
export const CORNER_LINE = `line corner "Corner Bank" {
  numbers   { "95500" -> main }
  languages en-US
  time zone Asia/Shanghai
  levels    anonymous
  otherwise -> goodbye
}
`

export const CORNER_BANK = `${CORNER_LINE}
menu main {
  say "Welcome to Corner Bank."
  press 1 for "opening hours" -> hours_told
  press 0 for "ending the call" -> goodbye
}

flow hours_told {
  say "We are open from nine to five."
  -> goodbye
}

flow goodbye {
  say "Good-bye."
  -> hangup
}
`
