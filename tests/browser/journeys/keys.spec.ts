import { expect, test } from '../stage/test.ts'

test('a key is shown once, lets a program in, and is revoked', async ({ newcomer }) => {
  const ada = await newcomer('Ada Ferrante')
  await ada.page.goto('/settings/keys')
  await ada.page.getByLabel('What is it for?').fill('The box office')
  await ada.page.getByLabel('Read organisers').check()
  await ada.page.getByRole('button', { name: 'Make a key' }).click()
  await expect(ada.page.getByText('you will not see it again')).toBeVisible()
  const token = await ada.page.locator('code', { hasText: /^sm_\w{8}_\w{40}$/ }).innerText()
  const ask = () => fetch(`${process.env.JOURNEYS_URL}/organisers`, { headers: { Authorization: `Bearer ${token}` } })
  expect((await ask()).status).toBe(200)
  await ada.page.getByRole('button', { name: 'I have it' }).click()
  await expect(ada.page.getByText(token)).toHaveCount(0)

  await ada.page.getByRole('button', { name: 'Revoke The box office' }).click()
  await ada.page.getByRole('alertdialog').getByRole('button', { name: 'Revoke it' }).click()
  await expect(ada.page.getByText('The box office is revoked.')).toBeVisible()
  expect((await ask()).status).toBe(401)
})
