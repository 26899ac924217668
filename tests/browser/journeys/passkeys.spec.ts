import type { Page } from '@playwright/test'
import { expect, test } from '../stage/test.ts'

/** A device with a fingerprint reader that always knows its owner. */
async function giveDevice(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  await browser.send('WebAuthn.enable')
  await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

test('who has just signed up adds a passkey, signs in by it alone, and removes it', async ({ newcomer }) => {
  const { page } = await newcomer('Eve Lindqvist')
  await giveDevice(page)
  await page.goto('/settings/security')
  const card = page.getByRole('region', { name: 'Passkeys' })
  await card.getByLabel('Name of the new passkey').fill('My laptop')
  await card.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(card.getByText('not used yet')).toBeVisible()

  await page.getByRole('button', { name: 'Account of Eve Lindqvist' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByText('You are signed out.')).toBeVisible()
  await page.goto('/sign-in?next=/settings/security')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(card.getByText('last used')).toBeVisible()

  await card.getByRole('button', { name: 'Rename My laptop' }).click()
  await card.getByLabel('Name of the passkey').fill('Old laptop')
  await card.getByRole('button', { name: 'Save the name' }).click()
  await card.getByRole('button', { name: 'Remove Old laptop' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove it' }).click()
  await expect(card.getByRole('listitem')).toHaveCount(0)
})
