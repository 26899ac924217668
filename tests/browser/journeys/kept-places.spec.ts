import { heading, press } from '../stage/checkout.ts'
import { inspect } from '../stage/inspection.ts'
import { somebody } from '../stage/people.ts'
import { expect, test } from '../stage/test.ts'
import { counter, listEvent } from '../stage/town.ts'

test('places that a voucher keeps are sold out for all but who has its code', async ({ newcomer, page }) => {
  const ada = await newcomer('Ada Ferrante')
  const event = await listEvent(ada, 'Friends of the House', [{ name: 'Box', price: 0, capacity: 2 }])
  await ada.page.goto(`/organise/${event.id}`)
  const vouchers = ada.page.getByRole('region', { name: 'Vouchers' })
  await vouchers.getByLabel('Keep places for who has the code').check()
  await vouchers.getByRole('textbox', { name: 'Code' }).fill('friends')
  await vouchers.getByLabel('How many places?').fill('2')
  await vouchers.getByLabel('Section').selectOption('Box')
  await vouchers.getByRole('button', { name: 'Make voucher' }).click()
  const voucher = vouchers.getByRole('listitem').filter({ hasText: 'FRIENDS' })
  await expect(voucher).toContainText('Keeps 2 places · Box')
  await expect(voucher).toContainText('0 of 2 used')
  await inspect(ada.page)

  await page.goto(`/e/${event.slug}`)
  await expect(page.getByText('Every place is taken.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Continue' })).toHaveCount(0)
  await press(page, 'Have a code?')
  await expect(page.getByLabel('Code')).toBeFocused()
  await inspect(page)

  await page.goto(`/e/${event.slug}?code=friends`)
  await expect(page.getByText('2 places kept for you with FRIENDS')).toBeVisible()
  await expect(counter(page, 'Box')).toHaveText('1')
  await inspect(page)
  await press(page, 'Continue')
  await expect(heading(page)).toHaveText('Your places are held')
  await page.getByLabel('Your name').fill('Gil Guest')
  await page.getByLabel('E-mail').fill(somebody('Gil').email)
  await press(page, 'Get tickets')
  await expect(heading(page)).toHaveText('You are going')
  await expect(page.getByRole('img', { name: /^QR code/ })).toHaveCount(1)

  await ada.page.reload()
  await expect(voucher).toContainText('1 of 2 used')
})
