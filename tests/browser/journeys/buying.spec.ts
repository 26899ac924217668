import type { Page } from '@playwright/test'
import { crowding, secondsSince } from '../stage/clock.ts'
import { inspect } from '../stage/inspection.ts'
import { somebody } from '../stage/people.ts'
import { arePicturesWanted, takePicture } from '../stage/pictures.ts'
import { read } from '../stage/qr.ts'
import { expect, test } from '../stage/test.ts'
import { choose, counter, holdPlaces, listEvent } from '../stage/town.ts'

const clickingMax = 30

const phoneOptions = {
  viewport: { width: 360, height: 780 },
  deviceScaleFactor: 2,
  colorScheme: 'dark',
  locale: 'en-GB',
  timezoneId: 'Europe/Monaco',
  reducedMotion: 'reduce',
} as const

async function signUp(page: Page, name: string): Promise<void> {
  const person = somebody(name)
  await page.getByLabel('Your name').fill(person.name)
  await page.getByLabel('User name').fill(person.userName)
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Create account' }).click()
}

test('from signing up to two tickets in the hand takes less than half a minute', async ({ page, browser, amiss }) => {
  await page.goto('/')
  await expect(page.getByRole('link', { name: 'Three Cellos and the Sea' })).toBeVisible()
  await takePicture(page, 'discover')
  const start = performance.now()

  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Create an account' }).click()
  await signUp(page, 'Ben Okafor')

  await expect(page.getByRole('button', { name: 'Account of Ben Okafor' })).toBeVisible()
  await page.getByRole('searchbox').fill('piano')
  await page.getByRole('link', { name: 'Silent Film, Loud Piano' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Silent Film, Loud Piano')
  await choose(page, 'Cushioned Rows', 2)
  await expect(page.getByRole('status', { name: 'Total' })).toHaveText('€38')
  await takePicture(page, 'event')

  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your places are held')
  await expect(page.getByRole('timer')).toHaveText(/^(10:00|9:\d\d)$/)
  await takePicture(page, 'checkout')
  await page.getByRole('button', { name: 'Pay €38.00' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sandbox payment')
  await page.getByRole('button', { name: 'Pay €38.00' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are going')

  await page.getByRole('link', { name: 'My tickets' }).click()
  await page.getByRole('button', { name: 'Show tickets' }).click()
  const codes = page.getByRole('dialog').getByRole('img', { name: /^QR code of ticket/ })
  await expect(codes).toHaveCount(2)
  expect(secondsSince(start), 'seconds from the first click to the tickets').toBeLessThan(clickingMax * crowding())

  const numbers = await page.getByRole('dialog').getByText(/^No\. /).allTextContents()
  for (const [index, number] of numbers.entries()) {
    expect(await read(codes.nth(index))).toContain(number.replace('No. ', ''))
  }
  expect(new Set(numbers).size).toBe(2)
  await takePicture(page, 'tickets')

  if (!arePicturesWanted) return
  const phone = await browser.newContext({ ...phoneOptions, storageState: await page.context().storageState() })
  await amiss.watch(phone)
  const onPhone = await phone.newPage()
  await onPhone.goto(new URL('/', page.url()).href)
  await expect(onPhone.getByRole('link', { name: 'Three Cellos and the Sea' })).toBeVisible()
  await takePicture(onPhone, 'phone')
  await phone.close()
})

test('who has an account chooses first, signs in, and finds the choice again', async ({ page, offstage, amiss }) => {
  const ada = await offstage('Ada Ferrante')
  const event = await listEvent(ada, 'Lanterns on the Lake', [
    { name: 'Shore', price: 12, capacity: 50 },
    { name: 'Boat', price: 30, capacity: 20 },
  ])
  await page.goto(`/e/${event.slug}`)
  await choose(page, 'Boat', 3)
  await page.getByRole('region', { name: 'Tickets' }).getByRole('link', { name: 'sign in' }).click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome back')
  amiss.expect(/^401 POST \/auth\/session$/)
  await page.getByLabel('E-mail').fill(ada.identity.email)
  await page.getByLabel('Password').fill('Wrong12345')
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: /password/i })).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveValue(ada.identity.email)

  await page.getByLabel('Password').fill(ada.identity.password)
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lanterns on the Lake')
  await expect(counter(page, 'Boat').getByRole('status')).toHaveText('3')
  await expect(page.getByRole('status', { name: 'Total' })).toHaveText('€90')
})

test('a double click holds the places once', async ({ newcomer, offstage }) => {
  const ben = await newcomer('Ben Okafor')
  const event = await listEvent(await offstage('Ada Ferrante'), 'One Night Only', [
    { name: 'Stalls', price: 20, capacity: 50 },
  ])
  await ben.page.goto(`/e/${event.slug}`)
  await ben.page.getByRole('button', { name: 'Continue' }).dblclick()
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText('Your places are held')

  const { sections } = await ben.get<{ sections: { left: number }[] }>(`/events/${event.id}/availability`)
  expect(sections.map(section => section.left)).toEqual([49])
})

test('when the last places go to somebody else, the buyer is told and sees what is left', async (
  { newcomer, offstage, amiss },
) => {
  const [ben, cleo] = [await newcomer('Ben Okafor'), await offstage('Cleo Strand')]
  const event = await listEvent(await offstage('Ada Ferrante'), 'Two Chairs', [
    { name: 'Chairs', price: 5, capacity: 2 },
    { name: 'Floor', price: 3, capacity: 9 },
  ])
  await ben.page.goto(`/e/${event.slug}`)
  await expect(ben.page.getByText('Only 2 left')).toBeVisible()
  await choose(ben.page, 'Chairs', 1)
  await ben.page.route(/\/holds$/, async (route) => {
    await holdPlaces(cleo, event, 2)
    await route.continue()
  })
  amiss.expect(/^409 POST \/holds$/)
  await ben.page.getByRole('button', { name: 'Continue' }).click()

  await expect(ben.page.getByRole('alert').filter({ hasText: 'Not so many places are left in Chairs.' })).toBeVisible()
  await expect(ben.page.getByText('None left, but some may return')).toBeVisible()
  await expect(counter(ben.page, 'Chairs')).toHaveCount(0)
})

test('who watches sees places go while they are held, and come back', async ({ newcomer, offstage }) => {
  const [ben, cleo] = [await newcomer('Ben Okafor'), await offstage('Cleo Strand')]
  const event = await listEvent(await offstage('Ada Ferrante'), 'The Last Table', [
    { name: 'Table', price: 5, capacity: 2 },
  ])
  await ben.page.goto(`/e/${event.slug}`)
  await expect(ben.page.getByText('Only 2 left')).toBeVisible()
  const held = await holdPlaces(cleo, event, 2)

  await expect(ben.page.getByText(/not every one is paid: some may return/)).toBeVisible()
  await expect(ben.page.getByRole('button', { name: 'Continue' })).toBeHidden()
  await inspect(ben.page)

  await cleo.delete(`/holds/${held.id}`)
  await expect(ben.page.getByText('Only 2 left')).toBeVisible()
  await expect(ben.page.getByRole('button', { name: 'Choose tickets' })).toBeVisible()
})
