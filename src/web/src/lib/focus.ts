/** The page's content has the focus: here the keyboard goes on. */
export const focusContent = (): void => document.getElementById('main')?.focus({ preventScroll: true })

/** What had the focus may be gone with what was done; then the content has it, rather than nothing. */
export function catchFocus(): void {
  setTimeout(() => {
    if (document.activeElement === document.body) focusContent()
  })
}
