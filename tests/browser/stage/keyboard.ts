import { expect, type Locator, type Page } from '@playwright/test'

const stepsMax = 120

/** What somebody without a mouse sees of where they are. */
const focusOf = (page: Page) => page.evaluate(() => {
  const focused = document.activeElement
  if (!focused || focused === document.body) return 'on nothing'
  const frames = [focused, focused.closest('label'), focused.closest('article')].filter(element => element !== null)
  const isOutlined = frames.some((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
  })
  const boxes = frames.map(element => element.getBoundingClientRect())
  const isInView = boxes.some(({ top, bottom, width, height }) =>
    width >= 1 && height >= 1 && bottom > 0 && top < innerHeight)
  return isOutlined && isInView ? 'seen' : `not to be seen, on ${focused.outerHTML.slice(0, 160)}`
})

/** Tabs until the wanted thing has the focus; at every stop the focus is on something, and to be seen. A page that is
 *  still coming has nothing to hold the focus, and takes it away from what it replaces. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted.first()).toBeAttached()
  await expect(page.locator('.skeleton')).toHaveCount(0)
  for (let step = 0; step < stepsMax; step++) {
    await page.keyboard.press('Tab')
    await expect.poll(() => focusOf(page), { message: 'the focus is on something, and to be seen' }).toBe('seen')
    if (await wanted.evaluateAll(elements => elements.includes(document.activeElement as HTMLElement))) return
  }
  throw new Error(`${wanted.toString()} is out of reach of ${stepsMax} presses of Tab.`)
}

/** After a page has changed, the keyboard starts at its content. */
export async function atTheTopOf(page: Page, title: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  await expect(page.getByRole('main')).toBeFocused()
}
