import type { Locator } from '@playwright/test'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'

/** Reads the QR code as a scanner would: from what is on the screen. */
export async function read(code: Locator): Promise<string> {
  const { width, height, data } = PNG.sync.read(await code.screenshot())
  const found = jsQR.default(new Uint8ClampedArray(data), width, height)
  if (!found) throw new Error('The picture holds no QR code that can be read.')
  return found.data
}
