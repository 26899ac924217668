import { createHmac } from 'node:crypto'
import { expect, test } from '../stage/test.ts'

/** What an authenticator app shows, some steps of half a minute from now. */
function appCode(secret: string, ahead = 0): string {
  const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map(sign => signs.indexOf(sign).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const hash = createHmac('sha1', bytes).update(counter).digest()
  const cut = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(cut % 1_000_000).padStart(6, '0')
}

test('an authenticator app is set up, asked for at the door, and replaced once by a recovery code', async ({
  newcomer, page, amiss,
}) => {
  const eve = await newcomer('Eve Lindqvist')
  await eve.page.goto('/settings/security')
  const card = eve.page.getByRole('region', { name: 'Second step' })
  await card.getByRole('button', { name: 'Set up an app' }).click()
  await expect(card.getByAltText('QR code for your authenticator app')).toBeVisible()
  const secret = (await card.locator('code').innerText()).replaceAll(' ', '')
  await card.getByLabel('Code of the app').fill(appCode(secret))
  await card.getByRole('button', { name: 'Turn it on' }).click()
  await expect(card.getByText('It is on.')).toBeVisible()
  const recovery = await card.getByRole('listitem').first().innerText()

  amiss.expect(/^401 POST \/auth\/(session|second-step\/session)$/)
  await page.goto('/sign-in?next=/tickets')
  await page.getByLabel('E-mail').fill(eve.identity.email)
  await page.getByLabel('Password').fill(eve.identity.password)
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByLabel('Code')).toBeFocused()
  await page.getByLabel('Code').fill('000000')
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('This code is wrong or no longer valid')).toBeVisible()
  await page.getByLabel('Code').fill(appCode(secret, 1))
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tickets')

  await page.context().clearCookies()
  await page.goto('/sign-in?next=/tickets')
  await page.getByLabel('E-mail').fill(eve.identity.email)
  await page.getByLabel('Password').fill(eve.identity.password)
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('Code').fill(recovery)
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tickets')
})
