/** The page's content has the focus: here the keyboard goes on. */
export const focusContent = (): void => document.getElementById('main')?.focus({ preventScroll: true })

/** Some browsers bring only the text of a field into view, not what is said above and below it. */
export function showField(field: HTMLElement | null | undefined): void {
  field?.focus()
  field?.scrollIntoView({ block: 'nearest' })
}

/** What had the focus may be gone with what was done; then the content has it, rather than nothing. */
export function catchFocus(): void {
  setTimeout(() => {
    if (document.activeElement === document.body) focusContent()
  })
}
