import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { heading, holdFrom, payAtTheProvider, press } from '../stage/checkout.ts'
import { inspect } from '../stage/inspection.ts'
import { mailTo } from '../stage/mailbox.ts'
import { somebody } from '../stage/people.ts'
import { read } from '../stage/qr.ts'
import { expect, test } from '../stage/test.ts'
import { listEvent, type Event } from '../stage/town.ts'

const sections = [{ name: 'Stalls', price: 24, capacity: 40 }]

test('a guest buys without an account, and the link alone shows the tickets', async ({ offstage, page, browser }) => {
  const event = await listEvent(await offstage('Ada Ferrante'), 'Open House', sections)
  await holdFrom(page, event, { Stalls: 1 })
  expect(page.url(), 'no secret in the address').toMatch(/\/checkout\/hold\/\d+$/)
  await page.reload()
  await press(page, 'Pay €48.00')
  await expect(page.getByLabel('Your name')).toBeFocused()
  await expect(page.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true')
  await inspect(page)
  await page.getByLabel('Your name').fill('Gil Guest')
  await page.getByLabel('E-mail').fill(somebody('Gil').email)
  await press(page, 'Pay €48.00')

  await expect(heading(page)).toHaveText('Sandbox payment')
  await press(page, 'Decline the card')
  await expect(page.getByRole('alert')).toContainText('The payment was declined.')
  await page.getByRole('link', { name: 'Pay €48.00' }).click()
  await payAtTheProvider(page)
  await expect(page).toHaveURL(/\/guest\/orders\/\d+#[\w-]{40,}$/)
  const codes = page.getByRole('img', { name: /^QR code/ })
  await expect(codes).toHaveCount(2)
  const numbers = await page.getByText(/^No\. /).allTextContents()
  expect(await read(codes.first())).toContain(numbers[0]?.replace('No. ', ''))

  await inspect(page)

  const link = page.url()
  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await other.goto(link)
  await expect(other.getByRole('img', { name: /^QR code/ })).toHaveCount(2)
  await other.reload()
  await expect(other.getByRole('img', { name: /^QR code/ })).toHaveCount(2)
  await elsewhere.close()
  const stranger = await browser.newContext()
  const nosy = await stranger.newPage()
  await nosy.goto(link.split('#')[0] ?? '')
  await expect(nosy.getByText('Only the whole link shows this order')).toBeVisible()
  await stranger.close()
})

/** Orders one place more than a page starts with, as a guest; the address it was ordered with. */
async function orderAsGuest(page: Page, event: Event): Promise<string> {
  const { email } = somebody('Gil')
  await holdFrom(page, event, { [event.sections[0]?.name ?? '']: 1 })
  await page.getByLabel('Your name').fill('Gil Guest')
  await page.getByLabel('E-mail').fill(email)
  return email
}

test('what is mailed to a guest leads to tickets, calendar, invoice and the way out', async ({
  offstage, local, page, browser, amiss,
}) => {
  const event = await listEvent(await offstage('Ada Ferrante'), 'Second Thoughts', sections)
  const email = await orderAsGuest(page, event)
  await press(page, 'Pay €48.00')
  await payAtTheProvider(page)

  const mail = await mailTo(email, '/guest/orders/', await local('admin'))
  const link = /\/guest\/orders\/\d+#[\w-]{40,}/.exec(mail)?.[0] ?? ''
  const elsewhere = await browser.newContext()
  await amiss.watch(elsewhere)
  const there = await elsewhere.newPage()
  await there.goto(link)
  await expect(heading(there)).toHaveText('You are going')
  const saving = there.waitForEvent('download')
  await press(there, 'Add to calendar')
  const file = await saving
  expect(file.suggestedFilename()).toBe(`${event.slug}.ics`)
  expect(await readFile(await file.path(), 'utf8')).toContain('SUMMARY:Second Thoughts')

  await there.getByRole('link', { name: 'Skip to the content' }).focus()
  await there.keyboard.press('Enter')
  await there.reload()
  await press(there, 'Invoice')
  await expect(heading(there)).toHaveText('Invoice')
  await expect(there.getByText('Gil Guest')).toBeVisible()
  await expect(there, 'who gets it printed or passed on gets no secret').not.toHaveURL(/#/)
  await there.reload()
  await expect(there.getByRole('row', { name: 'Total €' })).toContainText('€48.00')
  await inspect(there)
  await there.getByRole('link', { name: 'Your booking' }).click()

  await there.getByRole('button', { name: 'Change' }).click()
  const change = there.getByRole('dialog', { name: 'Change your booking' })
  await change.getByRole('button', { name: 'One fewer' }).click()
  await change.getByRole('button', { name: 'Change' }).click()
  await expect(there.getByText('The booking is changed.')).toBeVisible()
  await expect(there.getByRole('img', { name: /^QR code/ })).toHaveCount(1)

  await press(there, 'Cancel')
  const dialog = there.getByRole('alertdialog', { name: 'Cancel Second Thoughts?' })
  await expect(dialog).toContainText('What you paid is given back.')
  await dialog.getByRole('button', { name: 'Cancel the booking' }).click()
  await expect(heading(there)).toHaveText('Refunded')
  await expect(there.getByText('The booking is cancelled.')).toBeVisible()
  await inspect(there)
  await press(there, 'Invoice')
  await expect(heading(there)).toHaveText('Credit note')
  await elsewhere.close()

  amiss.expect(/^409 DELETE /)
  await press(page, 'Cancel')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the booking' }).click()
  await expect(heading(page), 'cancelled elsewhere meanwhile').toHaveText('Refunded')
})

test('a guest lets go of what is not paid yet, and nobody else sees the invoice', async ({ offstage, page }) => {
  const event = await listEvent(await offstage('Ada Ferrante'), 'Never Mind', sections)
  await orderAsGuest(page, event)
  await press(page, 'Pay €48.00')
  await press(page, 'Decline the card')
  await press(page, 'Let the places go')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the booking' }).click()
  await expect(heading(page)).toHaveText('Cancelled')
  await page.goto(`/invoice/${event.id}/999999999/1`)
  await expect(heading(page)).toHaveText('Welcome back')
})

test('a guest who signs in from there takes no secret along', async ({ offstage, page }) => {
  const event = await listEvent(await offstage('Ada Ferrante'), 'Free House', [
    { name: 'Hall', price: 0, capacity: 9 },
  ])
  await holdFrom(page, event, {})
  await page.getByLabel('Your name').fill('Gil Guest')
  await page.getByLabel('E-mail').fill(somebody('Gil').email)
  await press(page, 'Get tickets')
  await expect(heading(page)).toHaveText('You are going')
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/sign-in\?next=\/guest\/orders\/\d+$/)
})

test('who signs in at the checkout has the tickets in their account', async ({ offstage, page }) => {
  const { identity } = await offstage('Ben Okafor')
  const event = await listEvent(await offstage('Ada Ferrante'), 'Late Arrival', [
    { name: 'Hall', price: 0, capacity: 9 },
  ])
  await holdFrom(page, event, {})
  await page.getByRole('region', { name: 'Where do the tickets go?' }).getByRole('link', { name: 'sign in' }).click()
  await expect(heading(page)).toHaveText('Welcome back')
  await page.getByLabel('E-mail').fill(identity.email)
  await page.getByLabel('Password').fill(identity.password)
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await expect(heading(page)).toHaveText('Your places are held')
  await expect(page.getByLabel('Your name')).toHaveCount(0)
  await press(page, 'Get tickets')
  await expect(heading(page)).toHaveText('You are going')
  await page.getByRole('link', { name: 'My tickets' }).click()
  await expect(page.getByText('1 × Hall · Free')).toBeVisible()
})
