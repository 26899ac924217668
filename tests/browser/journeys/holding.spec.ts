import { heading, holdFrom, payAtTheProvider, press } from '../stage/checkout.ts'
import { inspect } from '../stage/inspection.ts'
import { somebody } from '../stage/people.ts'
import { startProgram, type Program } from '../stage/program.ts'
import { expect, test } from '../stage/test.ts'
import { book, choose, counter, listEvent, makeVoucher, type Section } from '../stage/town.ts'

const sections = [
  { name: 'Stalls', price: 24, capacity: 40 },
  { name: 'Balcony', price: 12.5, capacity: 40 },
]

test('places in two sections are one order, with a ticket for each', async ({ newcomer }) => {
  const { page } = await newcomer('Ben Okafor')
  const event = await listEvent(await newcomer('Ada Ferrante'), 'Two Rows', sections, { tax_percent: 20 })
  await holdFrom(page, event, { Stalls: 1, Balcony: 2 })
  const prices = page.getByRole('region', { name: 'What you are buying' })
  await expect(prices).toContainText('2 × Balcony €12.50 each €25.00')
  await expect(prices).toContainText(/Total\s*€49\.00/)
  await expect(prices).toContainText(/Tax included\s*€8\.17/)
  await page.reload()
  await expect(heading(page)).toHaveText('Your places are held')
  await press(page, 'Pay €49.00')
  await payAtTheProvider(page)
  await expect(page.getByRole('img', { name: /^QR code/ })).toHaveCount(3)
  await expect(page.getByText('Balcony', { exact: true })).toHaveCount(2)

  await page.goto('/tickets')
  await expect(page.getByText('1 × Stalls, 2 × Balcony · €49')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Change', exact: true })).toHaveCount(0)
})

test('what is held is changed, extended once, and given back', async ({ newcomer }) => {
  const { page } = await newcomer('Ben Okafor')
  const event = await listEvent(await newcomer('Ada Ferrante'), 'Second Thoughts', sections)
  await holdFrom(page, event, { Stalls: 2 })
  await press(page, 'Change')
  const dialog = page.getByRole('dialog', { name: 'Change your places' })
  await expect(dialog.getByRole('button', { name: 'Change' })).toBeDisabled()
  await choose(dialog, 'Balcony', 2)
  await dialog.getByRole('button', { name: 'Change to €73' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Pay €73.00' })).toBeVisible()

  await press(page, 'More time')
  await expect(page.getByRole('timer')).toHaveText(/^(30:00|29:\d\d)$/)
  await expect(page.getByRole('button', { name: 'More time' })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('timer')).toHaveText(/^29:\d\d$/)
  await expect(page.getByRole('button', { name: 'More time' })).toHaveCount(0)

  await press(page, 'Give them back')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Give them back' }).click()
  await expect(heading(page)).toHaveText('Second Thoughts')
  await expect(page.getByText('Your places are on sale again.')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Stalls' })).toContainText('40 places left')
  await expect(counter(page, 'Balcony')).toHaveText('2')
})

test('a code lowers the price, and a wrong one is told at its field', async ({ newcomer, amiss }) => {
  const [{ page }, ada] = [await newcomer('Ben Okafor'), await newcomer('Ada Ferrante')]
  const event = await listEvent(ada, 'Half a Secret', sections)
  await makeVoucher(ada, event, 'HALF', 50, 1)
  await page.goto(`/e/${event.slug}`)
  await choose(page, 'Stalls', 2)
  await press(page, 'Have a code?')
  await expect(page.getByLabel('Code')).toBeFocused()
  await page.keyboard.type('HALVE')
  amiss.expect(/^404 POST \/holds$/)
  await press(page, 'Continue')
  await expect(page.getByLabel('Code')).toHaveAccessibleDescription(/We know no such code/)
  await expect(page.getByLabel('Code')).toBeFocused()
  await inspect(page)
  await page.getByLabel('Code').fill('half')
  await press(page, 'Continue')

  await expect(page.getByText('Code HALF')).toBeVisible()
  await press(page, 'Pay €24.00')
  await payAtTheProvider(page)
  await expect(page.getByRole('img', { name: /^QR code/ })).toHaveCount(2)
})

test.describe('where places are held for five seconds', () => {
  let hasty: Program
  test.beforeAll(async () => {
    hasty = await startProgram('hasty-holds', { HOLD_SECONDS: '5' }, ['--no-demo'])
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
})
