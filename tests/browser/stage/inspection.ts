import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type axe from 'axe-core'

const inspector = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const phone = { width: 360, height: 780 }
const desk = { width: 1440, height: 900 }

/** In this order only one thing changes at a time, and at the end the page is as most journeys have it. */
const views = [
  { size: phone, scheme: 'dark' }, { size: phone, scheme: 'light' },
  { size: desk, scheme: 'light' }, { size: desk, scheme: 'dark' },
] as const

/** By night only colours are others than by day. */
const rules: Record<typeof views[number]['scheme'], axe.RunOptions> = {
  light: { rules: { 'target-size': { enabled: true } } },
  dark: { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
}

const findings = (page: Page, scheme: keyof typeof rules) => page.evaluate(async (options) => {
  const { axe: here } = window as unknown as { axe: typeof axe }
  const { violations } = await here.run(document, options)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`))
}, { ...rules[scheme], resultTypes: ['violations'] } satisfies axe.RunOptions)

/** Things to press that are too small for a finger: 24 px for all, 44 px for what the page is for. */
const smallTargets = (page: Page) => page.evaluate(() => {
  const pressable = 'a[href], button, input:not([type=hidden]), select, textarea, [role^=menuitem], [role=option]'
  const isInText = (element: Element) => element.matches('a') && getComputedStyle(element).display === 'inline'
  const isMain = (element: Element) => element.matches('.button--primary, .choice--pay')
  return [...document.querySelectorAll(pressable)].flatMap((element) => {
    const target = element.closest('label') ?? element
    const { width, height } = target.getBoundingClientRect()
    const isShown = element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden=true]')
    const isHidden = !isShown || element.matches('.visually-hidden:not(label *), .skip') || isInText(element)
    const least = isMain(element) ? 44 : 24
    return !isHidden && Math.min(width, height) < least - 0.5
      ? [`${Math.round(width)} × ${Math.round(height)}: ${element.outerHTML.slice(0, 160)}`]
      : []
  })
})

/** Waits until the colours of a scheme are everywhere: they may come with a transition, and inherit it. */
const settled = (page: Page) => page.evaluate(async () => {
  const framesOfPeace = 5
  for (let peace = 0; peace < framesOfPeace; peace++) {
    await new Promise(requestAnimationFrame)
    if (document.getAnimations().some(({ playState }) => playState === 'running')) peace = 0
  }
})

const overflow = (page: Page) => page.evaluate(() =>
  document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** What must hold for every page on a phone and on a desk, by day and by night. */
export async function inspect(page: Page): Promise<void> {
  await page.evaluate(inspector)
  for (const { size, scheme } of views) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme: scheme })
    await settled(page)
    const view = `at ${size.width}, ${scheme}`
    expect(await overflow(page), `pixels to scroll sideways ${view}`).toBe(0)
    expect(await smallTargets(page), `targets too small ${view}`).toEqual([])
    expect(await findings(page, scheme), `what axe finds ${view}`).toEqual([])
  }
}
