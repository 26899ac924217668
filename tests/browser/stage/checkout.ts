import type { Locator, Page } from '@playwright/test'
import { expect } from './test.ts'
import { choose, type Event } from './town.ts'

export const heading = (page: Page): Locator => page.getByRole('heading', { level: 1 })

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()

/** Holds places from the page of an event, so many more than it starts with: one, where there is one section. */
export async function holdFrom(page: Page, event: Event, wanted: Record<string, number>): Promise<void> {
  await page.goto(`/e/${event.slug}`)
  for (const [section, places] of Object.entries(wanted)) await choose(page, section, places)
  await press(page, 'Continue')
  await expect(heading(page)).toHaveText('Your places are held')
}

export async function payAtTheProvider(page: Page): Promise<void> {
  await expect(heading(page)).toHaveText('Sandbox payment')
  await page.getByRole('button', { name: /^Pay/ }).click()
  await expect(heading(page)).toHaveText('You are going')
}
