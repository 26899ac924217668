import { expect, test } from '../stage/test.ts'
import { listEvent } from '../stage/town.ts'

test('adults and children share one hall, and the last place of it is one or the other', async ({ newcomer }) => {
  const ada = await newcomer('Ada Ferrante')
  const event = await listEvent(ada, 'Puppet Theatre', [
    { name: 'Adults', price: 0, capacity: 50 }, { name: 'Children', price: 0, capacity: 50 },
  ])
  await ada.page.goto(`/organise/${event.id}`)
  await ada.page.getByRole('button', { name: 'Add a shared limit' }).click()
  const hall = ada.page.getByRole('group', { name: 'Shared limit 1' })
  await expect(hall.getByRole('textbox', { name: 'Shared limit' })).toBeFocused()
  await hall.getByRole('textbox', { name: 'Shared limit' }).fill('Hall')
  await hall.getByLabel('Places in all').fill('3')
  await ada.page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(hall.getByText('Choose it in the sections that share it.')).toBeVisible()
  for (const number of [1, 2]) {
    const section = ada.page.getByRole('group', { name: `Section ${number}` })
    await section.getByLabel('Shared limit').selectOption('Hall')
    await section.getByLabel('No limit of its own').check()
    await expect(section.getByLabel('Places')).toBeDisabled()
  }
  await ada.page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(ada.page.getByText('Saved.')).toBeVisible()
  await expect(ada.page.getByText('0 of 3 places taken')).toBeVisible()

  const ben = await newcomer('Ben Whitlock')
  await ben.page.goto(`/e/${event.slug}`)
  const adults = ben.page.getByRole('listitem').filter({ hasText: 'Adults' })
  const children = ben.page.getByRole('listitem').filter({ hasText: 'Children' })
  await expect(adults).toContainText('Only 3 left')
  await adults.getByRole('button', { name: 'One more' }).click()
  await adults.getByRole('button', { name: 'One more' }).click()
  await children.getByRole('button', { name: 'One more' }).click()
  await expect(children.getByRole('button', { name: 'One more' })).toHaveAttribute('aria-disabled', 'true')
})
