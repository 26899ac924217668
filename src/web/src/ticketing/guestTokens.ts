const keyOf = (holdId: number): string => `seatmate.hold-token.${holdId}`

/** Where a browser keeps nothing, the page at least remembers until it is left. */
const onThisPage = new Map<number, string>()

/** What a guest shows to be the one who holds or bought; a hold and its order have the same id. Kept for this tab. */
export function tokenOf(holdId: number): string | null {
  try {
    return sessionStorage.getItem(keyOf(holdId)) ?? onThisPage.get(holdId) ?? null
  }
  catch {
    return onThisPage.get(holdId) ?? null
  }
}

export function rememberToken(holdId: number, token: string): void {
  onThisPage.set(holdId, token)
  try {
    sessionStorage.setItem(keyOf(holdId), token)
  }
  catch {
    // Storage is switched off or full: the page remembers.
  }
}

/** What a person ordered is theirs by their session alone. */
export function forgetToken(holdId: number): void {
  onThisPage.delete(holdId)
  try {
    sessionStorage.removeItem(keyOf(holdId))
  }
  catch {
    // Storage is switched off: nothing was kept.
  }
}

/** A guest shows the token; a person has the cookie. */
export function asHolder(id: number): Record<string, string> {
  const token = tokenOf(id)
  return token ? { 'Hold-Token': token } : {}
}
