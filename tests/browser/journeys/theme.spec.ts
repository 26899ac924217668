import type { Page } from '@playwright/test'
import { expect, test } from '../stage/test.ts'

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
const isDark = (colour: string) => (colour.match(/\d+/g) ?? []).slice(0, 3).every(part => Number(part) < 64)

test('the theme follows the device', async ({ page }) => {
  await page.goto('/sign-in')
  await expect.poll(() => ground(page).then(isDark)).toBe(true)
  await page.emulateMedia({ colorScheme: 'light' })
  await expect.poll(() => ground(page).then(isDark)).toBe(false)
})

test('a chosen theme stays after a reload, and is there before anything is painted', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Appearance' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect.poll(() => ground(page).then(isDark)).toBe(true)

  // Nothing is painted before there is a body.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return
      observer.disconnect()
      document.body.dataset.themeWhenItCame = document.documentElement.dataset.theme ?? 'none'
    }).observe(document, { childList: true, subtree: true })
  })
  await page.reload()
  await expect(page.locator('body')).toHaveAttribute('data-theme-when-it-came', 'dark')
  await expect.poll(() => ground(page).then(isDark)).toBe(true)

  await page.getByRole('button', { name: 'Appearance' }).click()
  await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeChecked()
  await page.getByRole('menuitemradio', { name: 'As my device' }).click()
  await expect.poll(() => ground(page).then(isDark)).toBe(false)
})
