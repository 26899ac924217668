import { mailTo } from '../stage/mailbox.ts'
import { expect, test } from '../stage/test.ts'

test('who has no password at hand signs in by a mailed code', async ({ offstage, local, page, amiss }) => {
  const [eve, admin] = [await offstage('Eve Lindqvist'), await local('admin')]
  await page.goto('/sign-in?next=/tickets')
  await page.getByRole('button', { name: 'Mail me a code instead' }).click()
  await expect(page.getByLabel('E-mail')).toBeFocused()
  await page.getByLabel('E-mail').fill(eve.identity.email)
  await page.getByRole('button', { name: 'Mail me a code', exact: true }).click()
  await expect(page.getByLabel('Code')).toBeFocused()

  const code = /^\d{6}$/m.exec(await mailTo(eve.identity.email, 'signs you in', admin))?.[0] ?? ''
  amiss.expect(/^401 POST \/auth\/code\/session$/)
  await page.getByLabel('Code').fill(code === '000000' ? '111111' : '000000')
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('This code is wrong or no longer valid')).toBeVisible()
  await page.getByLabel('Code').fill(code)
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tickets')
})

test('who has an account already is told so at the field, and how to go on', async ({ offstage, page, amiss }) => {
  const eve = await offstage('Eve Lindqvist')
  await page.setViewportSize({ width: 360, height: 640 })
  await page.goto('/sign-up?next=/tickets')
  await page.getByLabel('Your name').fill('Eve Again')
  await page.getByLabel('User name').fill(`${eve.identity.userName}-2`)
  await page.getByLabel('E-mail').fill(eve.identity.email)
  await page.getByLabel('Password').fill(eve.identity.password)
  amiss.expect(/^409 POST \/auth\/register$/)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByLabel('E-mail')).toBeFocused()
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription('Email address already in use')
  await expect(page.getByLabel('E-mail')).toBeInViewport()
  await page.getByRole('link', { name: 'Sign in with it' }).click()
  await expect(page).toHaveURL(/\/sign-in\?next=\/tickets$/)
})

test('a forgotten password is replaced by a mailed link, and every device is signed out', async ({
  newcomer, local, page, amiss,
}) => {
  const [eve, admin] = [await newcomer('Eve Lindqvist'), await local('admin')]
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Forgot your password?')
  await page.getByLabel('E-mail').fill(eve.identity.email)
  await page.getByRole('button', { name: 'Mail me the link' }).click()
  await expect(page.getByText('a link is on its way')).toBeVisible()

  const link = /\S+\/reset#token=\S+/.exec(await mailTo(eve.identity.email, '/reset#token=', admin))?.[0] ?? ''
  await page.goto(new URL(link).pathname + new URL(link).hash)
  await page.getByLabel('New password').fill('Fresh12345')
  await expect(page).toHaveURL(/\/reset$/)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByLabel('E-mail').fill(eve.identity.email)
  await page.getByLabel('Password').fill('Fresh12345')
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Account of Eve Lindqvist' })).toBeVisible()

  amiss.expect(/^401 GET \/auth\/session$/)
  await eve.page.goto('/tickets')
  await expect(eve.page.getByRole('heading', { level: 1 })).toHaveText('Welcome back')
})

test('the link of the first mail confirms the address', async ({ newcomer, local }) => {
  const [eve, admin] = [await newcomer('Eve Lindqvist'), await local('admin')]
  await eve.page.goto('/settings')
  await expect(eve.page.getByRole('heading', { name: 'Confirm your address' })).toBeVisible()

  const link = /\S+\/confirm#token=\S+/.exec(await mailTo(eve.identity.email, '/confirm#token=', admin))?.[0] ?? ''
  await eve.page.goto(new URL(link).pathname + new URL(link).hash)
  await expect(eve.page.getByText('is confirmed.')).toBeVisible()
  await eve.page.goto('/settings')
  await expect(eve.page.getByRole('heading', { name: 'You', exact: true })).toBeVisible()
  await expect(eve.page.getByRole('heading', { name: 'Confirm your address' })).toHaveCount(0)
})
