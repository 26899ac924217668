import type { Page } from '@playwright/test'
import { expect, test } from '../stage/test.ts'
import { book, holdPlaces, listEvent } from '../stage/town.ts'

const events = /\/events\?/
const retry = (page: Page) => page.getByRole('button', { name: 'Try again' })

test('when the server cannot be reached the page says so, and a retry helps', async ({ page, amiss }) => {
  amiss.expect(/net::ERR_FAILED/)
  await page.route(events, route => route.abort())
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'That did not load' })).toBeVisible()
  await expect(page.getByText('We cannot reach Seatmate.')).toBeVisible()
  await page.unroute(events)
  await retry(page).click()
  await expect(page.getByRole('link', { name: 'Three Cellos and the Sea' })).toBeVisible()
})

test('every page says when it cannot be loaded, under one heading, and offers a retry', async ({ newcomer, amiss }) => {
  const ada = await newcomer('Ada Ferrante')
  const event = await listEvent(ada, 'Out of Reach', [{ name: 'Hall', price: 12, capacity: 40 }])
  const booking = await book(ada, event, 1)
  const hold = await holdPlaces(ada, event, 1)
  const pages = {
    [`/e/${event.slug}`]: /\/events\/by-slug\//,
    [`/organise/${event.id}`]: /\/events\/\d+$/,
    [`/checkout/${booking.booking_id}`]: /\/bookings\//,
    [`/checkout/hold/${hold.id}`]: /\/holds\//,
    [booking.pay_url ?? '']: /\/sandbox\/payments\//,
    '/feed': /\/posts\?/,
    '/tickets': /\/user\/\d+\/bookings/,
    '/organise': events,
    [`/u/${ada.identity.userName}`]: /\/user\/by-handle\//,
  }
  amiss.expect(/net::ERR_FAILED/)
  for (const [path, source] of Object.entries(pages)) {
    await ada.page.route(source, route => route.abort())
    await ada.page.goto(path)
    await expect(retry(ada.page), `${path} offers a retry`).toBeVisible()
    expect(await ada.page.getByRole('heading', { level: 1 }).count(), `${path} has one heading`).toBe(1)
    await ada.page.unroute(source)
    await retry(ada.page).click()
    await expect(retry(ada.page), `${path} is there after the retry`).toHaveCount(0)
  }
})

test('a part of the app that went with an update is fetched anew', async ({ page, amiss }) => {
  await page.goto('/')
  await expect(page.getByRole('link', { name: 'Carmen', exact: true })).toBeVisible()
  amiss.expect(/^404 GET \/assets\/EventPage|Failed to fetch dynamically imported module/)
  await page.route(/assets\/EventPage.*\.js/, route => route.fulfill({ status: 404 }), { times: 1 })
  await page.getByRole('link', { name: 'Carmen', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Carmen')
})

test('when the server breaks the page says so without its secrets', async ({ page, amiss }) => {
  amiss.expect(/^500 GET \/events$|status of 500/)
  await page.route(events, route => route.fulfill({ status: 500, body: 'at Seatmate.Secret() in Program.cs:line 7' }))
  await page.goto('/')
  await expect(page.getByText('Something went wrong on our side.')).toBeVisible()
  await expect(page.getByText('Program.cs')).toHaveCount(0)
})

test('while something loads its place is kept, and the loading is told', async ({ page }) => {
  let letGo = () => {}
  const held = new Promise<void>(resolve => (letGo = resolve))
  await page.route(events, async (route) => {
    await held
    await route.continue()
  })
  await page.goto('/')
  await expect(page.getByRole('status').filter({ hasText: 'Loading' })).toBeAttached()
  const place = await page.locator('.skeleton').first().boundingBox()
  expect(place?.height, 'a skeleton has the height of what comes').toBeGreaterThan(100)
  letGo()
  await expect(page.getByRole('link', { name: 'Three Cellos and the Sea' })).toBeVisible()
  await expect(page.locator('.skeleton')).toHaveCount(0)
})

test('a search without results says so and leads back to everything', async ({ page, amiss }) => {
  amiss.expect(/^404 GET \/events\/search\//)
  await page.goto('/?q=xylophone+on+the+moon')
  await expect(page.getByRole('heading', { name: 'Nothing on for “xylophone on the moon”' })).toBeVisible()
  await page.getByRole('button', { name: 'Show everything' }).click()
  await expect(page.getByRole('link', { name: 'Three Cellos and the Sea' })).toBeVisible()
  await expect(page.getByRole('searchbox')).toHaveValue('')
})

test('filters are kept in the address: shared, reloaded and gone back to', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Free', exact: true }).click()
  await expect(page).toHaveURL(/free=yes/)
  await expect(page.getByRole('link', { name: 'Three Cellos and the Sea' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Sunrise 5k and a Very Large Coffee' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sunrise 5k and a Very Large Coffee')
  await page.goBack()
  await expect(page.getByRole('button', { name: 'Free', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Free', exact: true })).toHaveAttribute('aria-pressed', 'true')
})

test('a chip that was chosen shows its words alone', async ({ page }) => {
  await page.goto('/')
  const weekend = page.getByRole('radio', { name: 'This weekend' })
  const chip = page.locator('label').filter({ has: weekend })
  const before = await chip.boundingBox()
  await chip.click()
  await expect(weekend).toBeChecked()
  await expect(weekend).toBeFocused()
  expect((await chip.boundingBox())?.width).toBe(before?.width)
})

test('who has nothing yet is told what would be there', async ({ newcomer }) => {
  const ben = await newcomer('Ben Okafor')
  const empty = { '/tickets': 'No tickets yet', '/organise': 'The stage is yours' }
  for (const [path, words] of Object.entries(empty)) {
    await ben.page.goto(path)
    await expect(ben.page.getByRole('heading', { name: words })).toBeVisible()
  }
  await ben.page.goto(`/u/${ben.identity.userName}`)
  await expect(ben.page.getByText('Ben Okafor has not posted yet.')).toBeVisible()
})

test('a session that ended elsewhere leads to the sign-in and back', async ({ newcomer }) => {
  const ben = await newcomer('Ben Okafor')
  await ben.page.goto('/')
  await expect(ben.page.getByRole('button', { name: 'Account of Ben Okafor' })).toBeVisible()
  await ben.page.context().clearCookies()
  await ben.page.reload()
  await ben.page.getByRole('link', { name: 'Tickets' }).click()
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText('Welcome back')
})
