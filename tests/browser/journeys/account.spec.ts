import { inspect } from '../stage/inspection.ts'
import { mailTo } from '../stage/mailbox.ts'
import { somebody } from '../stage/people.ts'
import { expect, test } from '../stage/test.ts'

test('a name is changed in the settings and shown everywhere', async ({ newcomer }) => {
  const eve = await newcomer('Eve Lindqvist')
  await eve.page.goto('/settings')
  await eve.page.getByLabel('Name', { exact: true }).fill('Eve Sandström')
  await eve.page.getByRole('button', { name: 'Save' }).click()
  await expect(eve.page.getByText('Saved.')).toBeVisible()

  await eve.page.getByRole('button', { name: 'Account of Eve Sandström' }).click()
  await eve.page.getByRole('menuitem', { name: 'My profile' }).click()
  await expect(eve.page.getByRole('heading', { level: 1 })).toHaveText('Eve Sandström')
})

test('a new e-mail address counts once its mailed code is typed', async ({ newcomer, local, amiss }) => {
  const [eve, admin] = [await newcomer('Eve Lindqvist'), await local('admin')]
  const wanted = somebody('Eve').email
  await eve.page.goto('/settings')
  await eve.page.getByLabel('E-mail').fill(wanted)
  await eve.page.getByRole('button', { name: 'Save' }).click()
  await expect(eve.page.getByText(`We sent six digits to ${wanted}.`)).toBeVisible()

  const code = /\b\d{6}\b/.exec(await mailTo(wanted, 'new e-mail address', admin))?.[0] ?? ''
  amiss.expect(/^400 POST \/auth\/confirm$/)
  await eve.page.getByLabel('Code').fill(code === '000000' ? '111111' : '000000')
  await eve.page.getByRole('button', { name: 'Confirm the address' }).click()
  await expect(eve.page.getByLabel('Code')).toHaveAttribute('aria-invalid', 'true')
  await eve.page.getByLabel('Code').fill(code)
  await eve.page.getByRole('button', { name: 'Confirm the address' }).click()
  await expect(eve.page.getByText('Your new address is confirmed.')).toBeVisible()
  expect((await eve.get<{ user: { email: string } }>('/auth/session')).user.email).toBe(wanted)
})

test('a password changes only with the present one, and then signs in', async ({ newcomer, page, amiss }) => {
  const eve = await newcomer('Eve Lindqvist')
  await eve.page.goto('/settings/security')
  const form = eve.page.getByRole('region', { name: 'Password' })
  amiss.expect(/^4\d\d (PATCH|PUT) \/user\/\d+$/)
  await form.getByLabel('Present password').fill('Guess12345')
  await form.getByLabel('New password').fill('Fresh12345')
  await form.getByRole('button', { name: 'Change password' }).click()
  await expect(form.getByLabel('Present password')).toBeFocused()
  await expect(form.getByLabel('Present password')).toHaveAttribute('aria-invalid', 'true')

  await form.getByLabel('Present password').fill(eve.identity.password)
  await form.getByRole('button', { name: 'Change password' }).click()
  await expect(eve.page.getByText('Your password is changed.')).toBeVisible()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(eve.identity.email)
  await page.getByLabel('Password').fill('Fresh12345')
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('button', { name: 'Account of Eve Lindqvist' })).toBeVisible()
})

test('who signs out is a visitor again, and members’ pages ask to sign in', async ({ newcomer }) => {
  const eve = await newcomer('Eve Lindqvist')
  await eve.page.goto('/tickets')
  await eve.page.getByRole('button', { name: 'Account of Eve Lindqvist' }).click()
  await eve.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(eve.page.getByRole('heading', { level: 1 })).toHaveText('Find something on')

  await eve.page.goto('/tickets')
  await expect(eve.page.getByRole('heading', { level: 1 })).toHaveText('Welcome back')
  await eve.page.getByLabel('E-mail').fill(eve.identity.email)
  await eve.page.getByLabel('Password').fill(eve.identity.password)
  await eve.page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await expect(eve.page.getByRole('heading', { level: 1 })).toHaveText('Tickets')
})

test('everything about somebody is gathered and comes as a ZIP', async ({ newcomer }) => {
  const eve = await newcomer('Eve Lindqvist')
  await eve.page.goto('/settings/privacy')
  await eve.page.getByRole('button', { name: 'Ask for everything about me' }).click()
  const download = eve.page.getByRole('link', { name: /^Download/ })
  await expect(download).toBeVisible()
  await inspect(eve.page)
  const [file] = await Promise.all([eve.page.waitForEvent('download'), download.click()])
  expect(file.suggestedFilename()).toMatch(/^seatmate-\d{4}-\d\d-\d\d\.zip$/)
})

test('an account is to be erased after its name is typed, and stays when its person changes their mind', async ({
  newcomer,
}) => {
  const eve = await newcomer('Eve Lindqvist')
  await eve.page.goto('/settings/privacy')
  await eve.page.getByRole('button', { name: 'Erase my account' }).click()
  const dialog = eve.page.getByRole('alertdialog')
  const erase = dialog.getByRole('button', { name: 'Erase it in fourteen days' })
  await expect(erase).toBeDisabled()
  await dialog.getByLabel('Your user name').fill(eve.identity.userName)
  await erase.click()
  await expect(eve.page.getByText('Your account will be erased on')).toBeVisible()
  await inspect(eve.page)

  await eve.page.reload()
  await eve.page.getByRole('button', { name: 'Keep my account' }).click()
  await expect(eve.page.getByRole('button', { name: 'Erase my account' })).toBeVisible()
})
