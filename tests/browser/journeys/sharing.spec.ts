import type { APIRequestContext } from '@playwright/test'
import { expect, test } from '../stage/test.ts'
import { listEvent } from '../stage/town.ts'

/** What a crawler sees: the first HTML, with no script run. */
async function firstHtml(request: APIRequestContext, path: string): Promise<{ status: number, html: string }> {
  const answer = await request.get(path, { headers: { Accept: 'text/html,application/xhtml+xml' } })
  return { status: answer.status(), html: await answer.text() }
}

test('who shares an event shares its title, words, picture and moment', async ({ offstage, page }) => {
  const ada = await offstage('Ada Ferrante')
  const event = await listEvent(ada, 'Crabs & "Castanets" </script>', [{ name: 'Sand', price: 9.5, capacity: 12 }])
  const { status, html } = await firstHtml(page.request, `/e/${event.slug}`)
  expect(status).toBe(200)
  const head = await page.evaluate((text) => {
    const doc = new DOMParser().parseFromString(text, 'text/html')
    const meta = (name: string) => doc.querySelector(`meta[name="${name}"], meta[property="${name}"]`)
    return {
      title: doc.title,
      canonical: doc.querySelector('link[rel=canonical]')?.getAttribute('href'),
      meta: ['description', 'og:title', 'og:description', 'og:url', 'og:image', 'og:type']
        .map(name => meta(name)?.getAttribute('content') ?? ''),
      data: [...doc.querySelectorAll('script[type="application/ld+json"]')].map(script => script.textContent ?? ''),
    }
  }, html)

  expect(head.title).toBe(`${event.title} · Seatmate`)
  expect(head.canonical).toMatch(new RegExp(`^https?://.*/e/${event.slug}$`))
  const [description, title, words, address, picture, type] = head.meta
  expect(description).toContain('Doors open an hour before.')
  expect([title, words, type]).toEqual([event.title, description, 'website'])
  expect(address).toBe(head.canonical)
  expect((await page.request.get(new URL(picture ?? '').pathname)).headers()['content-type']).toContain('image/')

  expect(head.data).toHaveLength(1)
  const data = JSON.parse(head.data[0] ?? '') as Record<string, unknown> & { offers: object[] }
  expect(data).toMatchObject({ '@context': 'https://schema.org', '@type': 'Event', 'name': event.title })
  expect(Date.parse(String(data.startDate))).toBe(Date.parse(event.date))
  expect(data.offers).toMatchObject([{ name: 'Sand', price: 9.5, priceCurrency: 'EUR' }])
})

for (const path of ['/e/never-heard-of-it', '/no/such/page', '/feed/first']) {
  test(`${path} is answered with 404, and says so to people`, async ({ page, amiss }) => {
    expect((await firstHtml(page.request, path)).status).toBe(404)
    amiss.expect(new RegExp(`^404 GET (${path}|/events/by-slug/.*)$`))
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/We looked everywhere|This seat is empty/)
    await page.getByRole('link', { name: 'Find something on' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Find something on')
  })
}

test('the page of something private has no words about it in its first HTML', async ({ offstage, page }) => {
  const ada = await offstage('Ada Ferrante')
  const draft = await listEvent(ada, 'Secret Supper', [{ name: 'Table', price: 9, capacity: 12 }], { status: 'draft' })
  const { status, html } = await firstHtml(page.request, `/e/${draft.slug}`)
  expect(status).toBe(404)
  expect(html).not.toContain('Secret Supper')
})
