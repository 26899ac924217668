import { heading, holdFrom, payAtTheProvider, press } from '../stage/checkout.ts'
import { inspect } from '../stage/inspection.ts'
import { expect, test } from '../stage/test.ts'
import { choose, counter, listEvent, makeVoucher } from '../stage/town.ts'

const sections = [
  { name: 'Stalls', price: 24, capacity: 40 },
  { name: 'Balcony', price: 12.5, capacity: 40 },
]

test('places in two sections are one order, with a ticket for each', async ({ newcomer, offstage }) => {
  const { page } = await newcomer('Ben Okafor')
  const event = await listEvent(await offstage('Ada Ferrante'), 'Two Rows', sections, { tax_percent: 20 })
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

test('what is held is changed, extended once, and given back', async ({ newcomer, offstage }) => {
  const { page } = await newcomer('Ben Okafor')
  const event = await listEvent(await offstage('Ada Ferrante'), 'Second Thoughts', sections)
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

test('a code lowers the price, and a wrong one is told at its field', async ({ newcomer, offstage, amiss }) => {
  const [{ page }, ada] = [await newcomer('Ben Okafor'), await offstage('Ada Ferrante')]
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
