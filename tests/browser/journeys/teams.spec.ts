import { expect, test } from '../stage/test.ts'
import { listEvent } from '../stage/town.ts'

test('an owner invites somebody, who joins, works for the team and is taken out again', async ({ newcomer }) => {
  const ada = await newcomer('Ada Ferrante')
  const dov = await newcomer('Dov Levi')
  const event = await listEvent(ada, 'Lanterns', [{ name: 'Quay', price: 4, capacity: 12 }])
  await ada.page.goto('/organise')
  await ada.page.getByRole('link', { name: /Ada Ferrante.*Owner/ }).click()
  await ada.page.getByLabel('Handle or e-mail address').fill(`@${dov.identity.userName}`)
  await ada.page.getByLabel('Role', { exact: true }).selectOption('Door')
  await ada.page.getByRole('button', { name: 'Invite' }).click()
  await expect(ada.page.getByRole('list', { name: 'Not answered yet' })).toContainText('Dov Levi')

  await dov.page.goto('/organise')
  await expect(dov.page.getByText('Ada Ferrante asks you to join')).toBeVisible()
  await dov.page.getByRole('button', { name: 'Join Ada Ferrante' }).click()
  await expect(dov.page.getByRole('heading', { level: 1, name: 'Ada Ferrante' })).toBeVisible()
  await dov.page.goto(`/organise/${event.id}`)
  await expect(dov.page.getByRole('heading', { name: 'Who is let in' })).toBeVisible()
  await expect(dov.page.getByRole('button', { name: 'Save', exact: true })).toBeHidden()

  await ada.page.reload()
  await ada.page.getByLabel('Role of Dov Levi').selectOption('Manager')
  await expect(ada.page.getByText('Dov Levi: Manager.')).toBeVisible()
  await dov.page.reload()
  await expect(dov.page.getByRole('button', { name: 'Save', exact: true })).toBeVisible()

  await ada.page.getByRole('button', { name: 'Remove Dov Levi' }).click()
  await ada.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(ada.page.getByText('Dov Levi is out of the team.')).toBeVisible()
  await dov.page.reload()
  await expect(dov.page.getByRole('heading', { name: 'Not your event' })).toBeVisible()
})
