import type { Page } from '@playwright/test'
import { inspect } from '../stage/inspection.ts'
import { OpenId } from '../stage/openid.ts'
import { somebody } from '../stage/people.ts'
import { startProgram, type Program } from '../stage/program.ts'
import { expect, test } from '../stage/test.ts'

test.describe.configure({ mode: 'default' })

const openId = new OpenId()
let program: Program

test.beforeAll(async () => {
  program = await startProgram('linking', await openId.open(), ['--no-demo'])
  openId.serve(program.url)
})

test.afterAll(async () => {
  await program.stop()
  openId.close()
})

/** The provider's own pages want a font of the web. */
test.beforeEach(({ amiss }) => amiss.expect(/ERR_NAME_NOT_RESOLVED/))

async function signInAtCampus(page: Page, name: string): Promise<void> {
  await page.locator('[name=login]').fill(name)
  await page.locator('[name=password]').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

test('somebody new comes by a provider, and comes back by it', async ({ enter, amiss }) => {
  const oda = await enter(somebody('Oda'), { baseURL: program.url })
  await oda.page.goto('/sign-in?next=/tickets')
  await oda.page.getByRole('button', { name: 'Continue with Campus' }).click()
  await signInAtCampus(oda.page, 'oda')
  await expect(oda.page.getByRole('heading', { level: 1 })).toHaveText('Tickets')

  await oda.page.getByRole('button', { name: 'Account of Oda oda' }).click()
  await oda.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(oda.page.getByText('You are signed out.')).toBeVisible()
  await oda.page.goto('/sign-in?next=/settings/connections')
  await oda.page.getByRole('button', { name: 'Continue with Campus' }).click()
  await expect(oda.page.getByRole('heading', { name: 'Connected accounts' })).toBeVisible()
  await expect(oda.page.getByText('oda@campus.example')).toBeVisible()
  await inspect(oda.page)

  amiss.expect(/^409 DELETE \/auth\/links\/\d+$/)
  await oda.page.getByRole('button', { name: 'Disconnect Campus' }).click()
  await oda.page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click()
  await expect(oda.page.getByRole('alertdialog')).toContainText('your only way to sign in')
})

test('an account that is there is connected only by who has signed in to it', async ({ enter, amiss }) => {
  const fay = await enter({ ...somebody('Fay'), email: 'fay@campus.example' }, { baseURL: program.url })
  await fay.post('/auth/register', {
    name: 'Fay Berg', user_name: fay.identity.userName, email: fay.identity.email, password: fay.identity.password,
  })
  amiss.expect(/^409 POST \/auth\/providers\/campus\/return$/)
  await fay.page.goto('/sign-in')
  await fay.page.getByRole('button', { name: 'Continue with Campus' }).click()
  await signInAtCampus(fay.page, 'fay')
  await expect(fay.page.getByRole('alert')).toContainText('There is an account with this address already')
  await inspect(fay.page)

  await fay.page.getByRole('link', { name: 'Sign in to that account' }).click()
  await fay.page.getByLabel('E-mail').fill(fay.identity.email)
  await fay.page.getByLabel('Password').fill(fay.identity.password)
  await fay.page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await fay.page.getByRole('button', { name: 'Connect Campus' }).click()
  await expect(fay.page.getByText('Connected.')).toBeVisible()
  await expect(fay.page.getByText('connected on')).toBeVisible()

  await fay.page.getByRole('button', { name: 'Disconnect Campus' }).click()
  await fay.page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click()
  await expect(fay.page.getByRole('button', { name: 'Connect Campus' })).toBeVisible()
})

test('who comes to the return address by another way is told to start again', async ({ enter, amiss }) => {
  const gil = await enter(somebody('Gil'), { baseURL: program.url })
  amiss.expect(/^400 POST \/auth\/providers\/campus\/return$/)
  await gil.page.goto('/connect/campus?state=made-up&code=made-up')
  await expect(gil.page.getByRole('alert')).toContainText('please start again')
  await gil.page.getByRole('link', { name: 'Start again' }).click()
  await expect(gil.page.getByRole('button', { name: 'Continue with Campus' })).toBeVisible()
})
