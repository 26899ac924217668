import { expect, test } from '../stage/test.ts'

test('an admin makes another, looks only where it is allowed, and all of it is in the audit', async ({
  local, newcomer,
}) => {
  const admin = await local('admin')
  const ben = await newcomer('Ben Okafor')
  await ben.page.goto('/settings/keys')
  await ben.page.getByRole('button', { name: 'Allow it for a day' }).click()
  await expect(ben.page.getByText('Allowed until')).toBeVisible()

  await admin.page.goto('/admin/people')
  await admin.page.getByLabel('Name or e-mail address').fill(ben.identity.email)
  await admin.page.getByRole('button', { name: 'Find' }).click()
  await admin.page.getByRole('button', { name: 'Support view of Ben Okafor' }).click()
  await expect(admin.page.getByText('They allow it until')).toBeVisible()
  await admin.page.getByRole('button', { name: 'Make an admin of Ben Okafor' }).click()
  await admin.page.getByRole('alertdialog').getByRole('button', { name: 'Make an admin' }).click()
  await expect(admin.page.getByText('Ben Okafor is an admin now.')).toBeVisible()

  await ben.page.reload()
  await expect(ben.page.getByRole('list', { name: 'Who has looked' }).getByRole('listitem')).toHaveCount(1)
  await ben.page.goto('/admin/audit')
  await ben.page.getByLabel('What it was done to').fill(`user:${await ben.id()}`)
  await ben.page.getByLabel('What was done', { exact: false }).fill('accounts.admin_')
  await ben.page.getByRole('button', { name: 'Look' }).click()
  await expect(ben.page.getByText('role: user → admin')).toBeVisible()
  const taken = ben.page.waitForEvent('download')
  await ben.page.getByRole('link', { name: 'Take away as CSV' }).click()
  expect((await taken).suggestedFilename()).toBe('audit.csv')

  await admin.page.getByRole('button', { name: 'Make a user of Ben Okafor' }).click()
  await admin.page.getByRole('alertdialog').getByRole('button', { name: 'Make a user' }).click()
  await expect(admin.page.getByText('Ben Okafor is no admin any more.')).toBeVisible()
  await ben.page.reload()
  await expect(ben.page.getByRole('heading', { name: 'For admins' })).toBeVisible()
})
