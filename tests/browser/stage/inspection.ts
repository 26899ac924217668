import { expect, type Page } from '@playwright/test'
import axe, { type AxeResults, type RunOptions } from 'axe-core'

const sizes = [{ width: 360, height: 780 }, { width: 1440, height: 900 }]
const schemes = ['light', 'dark'] as const

/** By night only colours are others than by day. */
const rules: Record<typeof schemes[number], RunOptions> = {
  light: { rules: { 'target-size': { enabled: true } } },
  dark: { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
}

async function findings(page: Page, scheme: keyof typeof rules): Promise<string[]> {
  const results = await page.evaluate(async (options) => {
    const inspector = (window as unknown as { axe: typeof axe }).axe
    return await inspector.run(document, options)
  }, rules[scheme]) as AxeResults
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`))
}

/** Things to press that are too small for a finger: 24 px for all, 44 px for what the page is for. */
const smallTargets = (page: Page) => page.evaluate(() => {
  const pressable = 'a[href], button, input:not([type=hidden]), select, textarea, [role^=menuitem], [role=option]'
  const isInText = (element: Element) => element.matches('a') && getComputedStyle(element).display === 'inline'
  const isMain = (element: Element) => element.matches('.button--primary, .choice--pay')
  return [...document.querySelectorAll(pressable)].flatMap((element) => {
    const target = element.closest('label') ?? element
    const { width, height } = target.getBoundingClientRect()
    const isShown = element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden=true]')
    const isHidden = !isShown || element.matches('.visually-hidden:not(label *)') || isInText(element)
    const least = isMain(element) ? 44 : 24
    return !isHidden && Math.min(width, height) < least - 0.5
      ? [`${Math.round(width)} × ${Math.round(height)}: ${element.outerHTML.slice(0, 160)}`]
      : []
  })
})

/** Changes the scheme and waits until its colours are everywhere: they may come with a transition, and inherit it. */
async function show(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.evaluate(async () => {
    const framesOfPeace = 5
    for (let peace = 0; peace < framesOfPeace; peace++) {
      await new Promise(requestAnimationFrame)
      if (document.getAnimations().some(({ playState }) => playState === 'running')) peace = 0
    }
  })
}

const overflow = (page: Page) => page.evaluate(() =>
  document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** What must hold for every page on a phone and on a desk, by day and by night. */
export async function inspect(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  for (const size of sizes) {
    await page.setViewportSize(size)
    await show(page, 'light')
    expect(await overflow(page), `pixels to scroll sideways at ${size.width}`).toBe(0)
    expect(await smallTargets(page), `targets too small at ${size.width}`).toEqual([])
    for (const colorScheme of schemes) {
      await show(page, colorScheme)
      expect(await findings(page, colorScheme), `what axe finds at ${size.width}, ${colorScheme}`).toEqual([])
    }
  }
}
