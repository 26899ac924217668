import { mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, type Page } from '@playwright/test'

const folder = resolve(import.meta.dirname, '../../../docs/screenshots')
const bytesMax = 400_000

export const arePicturesWanted = process.env.SCREENSHOTS === 'update'

/** Takes a picture for the README, of what the journey sees right now, if SCREENSHOTS=update asks for it. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!arePicturesWanted) return
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.evaluate(async () => {
    await document.fonts.ready
    const shown = [...document.images].filter(image => image.getBoundingClientRect().top < innerHeight)
    await Promise.all(shown.map(image => image.decode().catch(() => undefined)))
  })
  await page.screenshot({ path, animations: 'disabled' })
  expect(statSync(path).size, `${name}.png stays small`).toBeLessThan(bytesMax)
}
