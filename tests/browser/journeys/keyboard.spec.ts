import type { Page } from '@playwright/test'
import { atTheTopOf, tabTo } from '../stage/keyboard.ts'
import { somebody } from '../stage/people.ts'
import { expect, test } from '../stage/test.ts'
import { book, counter, listEvent } from '../stage/town.ts'

async function type(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label, { exact: true }))
  await page.keyboard.type(text)
}

test('without a mouse, from the start page to a ticket', async ({ page, offstage }) => {
  const ada = await offstage('Ada Ferrante')
  const mark = ada.identity.userName.slice(-8)
  const title = `Knots and Splices ${mark}`
  await listEvent(ada, title, [
    { name: 'Bench', price: 0, capacity: 12 },
    { name: 'Table', price: 0, capacity: 12 },
  ])
  const ben = somebody('Ben Okafor')

  await page.goto('/')
  await expect(page.getByRole('link', { name: 'Three Cellos and the Sea' })).toBeVisible()
  await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('searchbox'))
  await page.keyboard.type(mark)
  await expect(page.getByRole('main').getByRole('article')).toHaveCount(1)
  await tabTo(page, page.getByRole('link', { name: title }))
  await page.keyboard.press('Enter')

  await atTheTopOf(page, title)
  await tabTo(page, counter(page, 'Table').getByRole('button', { name: 'One more' }))
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('region', { name: 'Tickets' }).getByRole('link', { name: 'sign in' }))
  await page.keyboard.press('Enter')

  await atTheTopOf(page, 'Welcome back')
  await tabTo(page, page.getByRole('link', { name: 'Create an account' }))
  await page.keyboard.press('Enter')
  await atTheTopOf(page, 'Take a seat')
  await type(page, 'Your name', ben.name)
  await type(page, 'User name', ben.userName)
  await type(page, 'E-mail', ben.email)
  await type(page, 'Password', ben.password)
  await page.keyboard.press('Enter')

  await atTheTopOf(page, title)
  await expect(counter(page, 'Table')).toHaveText('2')
  await tabTo(page, page.getByRole('button', { name: 'Continue' }))
  await page.keyboard.press('Enter')
  await atTheTopOf(page, 'Your places are held')
  await tabTo(page, page.getByRole('button', { name: 'More time' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('timer')).toHaveText(/^(30:00|29:\d\d)$/)
  await expect(page.getByRole('main')).toBeFocused()
  await tabTo(page, page.getByRole('button', { name: 'Get tickets' }))
  await page.keyboard.press('Enter')
  await atTheTopOf(page, 'You are going')
  await expect(page.getByRole('img', { name: /^QR code/ })).toHaveCount(2)
})

test('the skip link passes the header', async ({ page }) => {
  await page.goto('/sign-in')
  await expect(page.getByLabel('E-mail')).toBeVisible()
  await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }))
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('E-mail')).toBeFocused()
})

test('a dialog takes the focus, keeps it, and gives it back', async ({ newcomer }) => {
  const { page } = await newcomer('Ben Okafor')
  await page.goto('/settings/privacy')
  const opener = page.getByRole('button', { name: 'Erase my account' })
  await tabTo(page, opener)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toBeVisible()
  const holdsFocus = () => dialog.evaluate(element => element.contains(document.activeElement))
  for (let step = 0; step < 6; step++) {
    await expect.poll(holdsFocus, { message: 'the focus stays inside' }).toBe(true)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(opener).toBeFocused()
})

test('menus open, are walked through and close by keys, and give the focus back', async ({ newcomer }) => {
  const { page } = await newcomer('Ben Okafor')
  await page.goto('/tickets')
  const opener = page.getByRole('button', { name: 'Account of Ben Okafor' })
  await tabTo(page, opener)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'My profile' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Settings' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(opener).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'My profile' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await atTheTopOf(page, 'Settings')
})

test('a button at its end keeps the focus', async ({ newcomer }) => {
  const { page } = await newcomer('Ada Ferrante')
  await page.goto('/organise/new')
  await tabTo(page, page.getByRole('button', { name: 'Add a section' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: 'Section 2' }).getByLabel('Section', { exact: true })).toBeFocused()
  await tabTo(page, page.getByRole('button', { name: 'Move section 2 up' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Move section 1 up' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Move section 1 up' })).toBeFocused()
  await tabTo(page, page.getByRole('button', { name: 'Remove section 1' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Remove section 1' })).toBeFocused()
  await expect(page.getByRole('group', { name: 'Section 2' })).toHaveCount(0)

  await page.goto('/e/carmen')
  const more = counter(page, 'Section C').getByRole('button', { name: 'One more' })
  await tabTo(page, more)
  for (let press = 0; press < 6; press++) await page.keyboard.press('Enter')
  await expect(counter(page, 'Section C')).toHaveText('5')
  await expect(more).toBeFocused()
})

test('after the last page of a list the focus stays at its end', async ({ page }) => {
  await page.goto('/')
  const more = page.getByRole('button', { name: 'Show more' })
  await tabTo(page, more)
  await page.keyboard.press('Enter')
  await expect(async () => {
    if (await more.isVisible()) await page.keyboard.press('Enter')
    await expect(page.getByText('That is all.')).toBeFocused()
  }).toPass()
})

test('what vanishes under the focus hands it on', async ({ newcomer }) => {
  const ben = await newcomer('Ben Okafor')
  const event = await listEvent(ben, 'Gone Tomorrow', [{ name: 'Hall', price: 0, capacity: 12 }])
  await book(ben, event, 1)
  const { page } = ben
  await page.goto('/tickets')
  await tabTo(page, page.getByRole('button', { name: 'Cancel' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the booking' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('The booking is cancelled.')).toBeVisible()
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true)
})
