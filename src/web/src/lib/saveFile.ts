/** Some browsers fetch it only when the person has said where to. */
const savedWithinMs = 60_000

/** Gives a text to the browser as a file of this name. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => { URL.revokeObjectURL(address) }, savedWithinMs)
}
