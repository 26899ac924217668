import type { Page } from '@playwright/test'
import type { Caller } from '../stage/people.ts'
import { expect, test } from '../stage/test.ts'
import { book, listEvent, type Booking } from '../stage/town.ts'

const prices = [{ name: 'Stalls', price: 12.5, capacity: 40 }]
const heading = (page: Page) => page.getByRole('heading', { level: 1 })

async function bookingOnItsWay(ben: Caller, ada: Caller): Promise<Booking> {
  return await book(ben, await listEvent(ada, 'Card Tricks', prices), 2)
}

test('a declined card is no end: the places stay, and the second try goes through', async ({ newcomer, offstage }) => {
  const [ben, ada] = [await newcomer('Ben Okafor'), await offstage('Ada Ferrante')]
  const booking = await bookingOnItsWay(ben, ada)
  await ben.page.goto(`/checkout/${booking.booking_id}`)
  await ben.page.getByRole('link', { name: 'Pay €25.00' }).click()
  await ben.page.getByRole('button', { name: 'Decline the card' }).click()

  await expect(heading(ben.page)).toHaveText('Waiting for your payment')
  await expect(ben.page.getByRole('alert')).toContainText('The payment was declined.')
  await ben.page.getByRole('link', { name: 'Pay €25.00' }).click()
  await ben.page.getByRole('button', { name: 'Pay €25.00' }).click()
  await expect(heading(ben.page)).toHaveText('You are going')
})

test('who leaves the payment comes back by their tickets and pays then', async ({ newcomer, offstage }) => {
  const [ben, ada] = [await newcomer('Ben Okafor'), await offstage('Ada Ferrante')]
  const booking = await bookingOnItsWay(ben, ada)
  await ben.page.goto(`/checkout/${booking.booking_id}`)
  await ben.page.getByRole('link', { name: 'Pay €25.00' }).click()
  await ben.page.getByRole('button', { name: 'Go back without paying' }).click()
  await expect(heading(ben.page)).toHaveText('Waiting for your payment')

  await ben.page.goto('/tickets')
  await expect(ben.page.getByText('Not paid yet')).toBeVisible()
  await ben.page.getByRole('link', { name: 'Go on to payment' }).click()
  await ben.page.getByRole('link', { name: 'Pay €25.00' }).click()
  await ben.page.getByRole('button', { name: 'Pay €25.00' }).click()
  await expect(heading(ben.page)).toHaveText('You are going')
})

test('a payment that is settled offers the way back and nothing to pay', async ({ newcomer, offstage }) => {
  const [ben, ada] = [await newcomer('Ben Okafor'), await offstage('Ada Ferrante')]
  const booking = await bookingOnItsWay(ben, ada)
  await ben.page.goto(booking.pay_url ?? '')
  await ben.page.getByRole('button', { name: 'Pay €25.00' }).click()
  await expect(heading(ben.page)).toHaveText('You are going')

  await ben.page.goto(booking.pay_url ?? '')
  await expect(ben.page.getByText('This payment went through.')).toBeVisible()
  await expect(ben.page.getByRole('button')).toHaveCount(0)
  await ben.page.getByRole('link', { name: 'Back to the shop' }).click()
  await expect(heading(ben.page)).toHaveText('You are going')
})
