import { expect, test } from '../stage/test.ts'

interface Icon { src: string, sizes: string, type: string }

test('the web app can be put on a home screen, with pictures of the sizes that it names', async ({ page }) => {
  await page.goto('/')
  const browser = await page.context().newCDPSession(page)
  const { data, errors } = await browser.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const manifest = JSON.parse(data ?? '') as { display: string, icons: Icon[] }
  expect(manifest.display).toBe('standalone')
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await page.request.get(src)
    expect(answer.headers()['content-type'], src).toBe(type)
    const wide = await page.evaluate(async (address) => {
      const image = new Image()
      image.src = address
      await image.decode()
      return image.naturalWidth
    }, src)
    if (sizes !== 'any') expect(`${wide}x${wide}`, src).toBe(sizes)
  }
  await expect(page.locator('link[rel="apple-touch-icon"]')).toHaveAttribute('href', manifest.icons.at(-1)!.src)
})
