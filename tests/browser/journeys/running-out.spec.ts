import { heading, holdFrom, press } from '../stage/checkout.ts'
import { inspect } from '../stage/inspection.ts'
import { somebody } from '../stage/people.ts'
import { startProgram, type Program } from '../stage/program.ts'
import { expect, test } from '../stage/test.ts'
import { book, counter, listEvent, type Section } from '../stage/town.ts'

/** Where places are held for five seconds: one program for all. */
test.describe.configure({ mode: 'default' })

let hasty: Program
test.beforeAll(async () => {
  hasty = await startProgram('hasty', { HOLD_SECONDS: '5' }, ['--no-demo'])
})
test.afterAll(() => hasty.stop())

const free: Section[] = [
  { name: 'Stalls', price: 0, capacity: 3 },
  { name: 'Box', price: 0, capacity: 2 },
]

test('what nobody took meanwhile is got again with one click', async ({ enter }) => {
  const ben = await enter(somebody('Ben Okafor'), { baseURL: hasty.url })
  await ben.register()
  await holdFrom(ben.page, await listEvent(ben, 'A Long Yawn', free), { Stalls: 2 })
  await expect(heading(ben.page)).toHaveText('Time is up')
  await inspect(ben.page)
  await press(ben.page, 'Try to get them again')
  await expect(heading(ben.page)).toHaveText('You are going')
})

test('what is left is offered, and asked about; what is gone is told', async ({ enter, amiss }) => {
  const ben = await enter(somebody('Ben Okafor'), { baseURL: hasty.url })
  const cleo = await enter(somebody('Cleo Strand'), { baseURL: hasty.url })
  await Promise.all([ben.register(), cleo.register()])
  const event = await listEvent(ben, 'Quick Hands', free)
  await holdFrom(ben.page, event, { Stalls: 1, Box: 2 })
  await expect(heading(ben.page)).toHaveText('Time is up')
  await book(cleo, event, 1, 'Box')
  amiss.expect(/^409 POST \/orders$/)
  await press(ben.page, 'Try to get them again')
  await expect(heading(ben.page)).toHaveText('Is this still right?')
  await expect(ben.page.getByText('2 × Box are gone.')).toBeVisible()
  await expect(heading(ben.page), 'that, too, is held for a time').toHaveText('Time is up')

  await book(cleo, event, 3, 'Stalls')
  await press(ben.page, 'Try to get them again')
  await expect(heading(ben.page)).toHaveText('Somebody was faster')
  await expect(ben.page.getByRole('alert')).toContainText('Not so many places are left in Stalls.')
  await inspect(ben.page)
  await ben.page.getByRole('link', { name: 'See what is left' }).click()
  await expect(heading(ben.page)).toHaveText('Quick Hands')
})

test('time runs out before the eyes of the buyer, who may choose again', async ({ enter }) => {
  const ben = await enter(somebody('Ben Okafor'), { baseURL: hasty.url })
  await ben.register()
  const event = await listEvent(ben, 'Card Tricks', [{ name: 'Stalls', price: 12.5, capacity: 40 }])
  const booking = await book(ben, event, 2)
  await ben.page.goto(`/checkout/${booking.booking_id}`)
  await expect(heading(ben.page)).toHaveText('Time is up')
  await expect(ben.page.getByText('Nothing was taken from you.')).toBeVisible()

  await ben.page.getByRole('link', { name: 'Try again' }).click()
  await expect(heading(ben.page)).toHaveText('Card Tricks')
  await expect(counter(ben.page, 'Stalls')).toHaveText('2')
})
