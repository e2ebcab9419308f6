/** What the service says begins small, since it may stand in the middle of a line; here it stands alone. */

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** Beginning large, and with its full stop. */
export function asSentence(text: string): string {
  return capitalised(/[.!?…]["“”»]?$/.test(text) ? text : `${text}.`)
}
