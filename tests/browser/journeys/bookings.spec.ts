import { expect, test } from '../stage/test.ts'
import { book, listEvent, pay } from '../stage/town.ts'

const seats = [
  { name: 'Stalls', price: 24, capacity: 40 },
  { name: 'Balcony', price: 12, capacity: 40 },
]

test('a booking is changed to other places, and the difference is dealt with', async ({ newcomer, offstage }) => {
  const [ben, ada] = [await newcomer('Ben Okafor'), await offstage('Ada Ferrante')]
  const event = await listEvent(ada, 'The Long Interval', seats, { tax_percent: 20 })
  await pay(ben, await book(ben, event, 2))
  await ben.page.goto('/tickets')
  await expect(ben.page.getByText('2 × Stalls · €48')).toBeVisible()
  await ben.page.getByRole('button', { name: 'Change' }).click()
  const dialog = ben.page.getByRole('dialog', { name: 'Change your booking' })
  await expect(dialog.getByRole('button', { name: 'Change' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'One more' }).click()
  await expect(dialog.getByText('That would be €72.00, and this booking is for €48.00')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Change' })).toBeDisabled()
  await dialog.getByRole('radio', { name: /^Balcony/ }).check()
  await expect(dialog.getByText('The total is €36.00; €12.00 is given back.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Change' }).click()

  await expect(ben.page.getByText('The booking is changed.')).toBeVisible()
  await expect(ben.page.getByText('3 × Balcony · €36')).toBeVisible()
  await ben.page.getByRole('button', { name: 'Show tickets' }).click()
  await expect(ben.page.getByRole('dialog').getByRole('img', { name: /^QR code/ })).toHaveCount(3)
})

test('a cancelled booking is refunded and void, and its places are on sale again', async ({ newcomer, offstage }) => {
  const [ben, ada] = [await newcomer('Ben Okafor'), await offstage('Ada Ferrante')]
  const event = await listEvent(ada, 'A Short Farewell', seats)
  await pay(ben, await book(ben, event, 3))
  await ben.page.goto('/tickets')
  await ben.page.getByRole('button', { name: 'Cancel' }).click()
  const dialog = ben.page.getByRole('alertdialog', { name: 'Cancel A Short Farewell?' })
  await expect(dialog).toContainText('What you paid is given back.')
  await dialog.getByRole('button', { name: 'Cancel the booking' }).click()

  await expect(ben.page.getByText('The booking is cancelled.')).toBeVisible()
  const past = ben.page.getByRole('region', { name: 'Past and cancelled' })
  await expect(past.getByText('Refunded')).toBeVisible()
  await expect(ben.page.getByRole('button', { name: /^Show ticket/ })).toHaveCount(0)
  await ben.page.goto(`/e/${event.slug}`)
  await expect(ben.page.getByRole('listitem').filter({ hasText: 'Stalls' })).toContainText('40 places left')
})

test('the invoice names what was bought and its tax, and prints without the app around it', async ({
  newcomer, offstage,
}) => {
  const [ben, ada] = [await newcomer('Ben Okafor'), await offstage('Ada Ferrante')]
  const event = await listEvent(ada, 'Taxed Evening', seats, { tax_percent: 20 })
  await pay(ben, await book(ben, event, 2))
  await ben.page.goto('/tickets')
  await ben.page.getByRole('button', { name: 'Invoice' }).click()
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText('Invoice')
  await expect(ben.page.getByText(/^\d{4}-\d{6}$/)).toBeVisible()
  const row = (name: string) => ben.page.getByRole('row', { name })
  await expect(row('Net')).toContainText('€40.00')
  await expect(row('Tax €')).toContainText('€8.00')
  await expect(row('Total €')).toContainText('€48.00')

  await ben.page.emulateMedia({ media: 'print' })
  for (const frame of ['banner', 'contentinfo'] as const) await expect(ben.page.getByRole(frame)).toHaveCount(0)
  await expect(ben.page.getByRole('button')).toHaveCount(0)
  const pdf = (await ben.page.pdf({ format: 'A4' })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page\b/g), 'it fits on one page').toHaveLength(1)
})

test('tickets are printed without what is around them', async ({ newcomer, offstage }) => {
  const [ben, ada] = [await newcomer('Ben Okafor'), await offstage('Ada Ferrante')]
  await pay(ben, await book(ben, await listEvent(ada, 'On Paper', seats), 4))
  await ben.page.goto('/tickets')
  await ben.page.getByRole('button', { name: 'Show tickets' }).click()
  await expect(ben.page.getByRole('dialog').getByRole('img', { name: /^QR code/ })).toHaveCount(4)

  await ben.page.emulateMedia({ media: 'print' })
  await expect(ben.page.locator('main')).toBeHidden()
  await expect(ben.page.locator('.sheet__veil')).toBeHidden()
  await expect(ben.page.getByText(/^No\. /)).toHaveCount(4)
  await expect(ben.page.getByRole('button')).toHaveCount(0)
  const pdf = (await ben.page.pdf({ format: 'A4' })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page\b/g), 'four of them fit on one page').toHaveLength(1)
})

test('after a refund the invoice is corrected by a credit note', async ({ newcomer, offstage }) => {
  const [ben, ada] = [await newcomer('Ben Okafor'), await offstage('Ada Ferrante')]
  const event = await listEvent(ada, 'Rained Off', seats)
  const booking = await pay(ben, await book(ben, event, 2))
  await ben.delete(`/events/${event.id}/attending/${booking.id}`)
  const papers = () => ben.get<object[]>(`/events/${event.id}/attending/${booking.id}/invoice`)
  await expect.poll(async () => (await papers()).length, { message: 'a credit note is written' }).toBe(2)
  await ben.page.goto(`/checkout/${booking.booking_id}`)
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText('Refunded')
  await ben.page.getByRole('button', { name: 'Invoice' }).click()
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText('Credit note')
  const trail = ben.page.getByRole('navigation', { name: 'Other papers of this booking' })
  await trail.getByRole('link', { name: /^Invoice / }).click()
  await expect(ben.page.getByRole('heading', { level: 1 })).toHaveText('Invoice')
  await expect(trail.getByRole('link', { name: /^Credit note / })).toBeVisible()
})
