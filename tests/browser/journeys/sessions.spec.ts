import { expect, test } from '../stage/test.ts'

test('who signs out everywhere else is signed out in another browser, and not here', async ({
  newcomer, enter, amiss,
}) => {
  const eve = await newcomer('Eve Lindqvist')
  const elsewhere = await enter(eve.identity)
  await elsewhere.arrive()
  await elsewhere.page.goto('/tickets')
  await expect(elsewhere.page.getByRole('heading', { level: 1 })).toHaveText('Tickets')

  await eve.page.goto('/settings/security')
  const list = eve.page.getByRole('region', { name: 'Where you are signed in' })
  await expect(list.getByRole('listitem')).toHaveCount(2)
  await expect(list.getByText('this one')).toHaveCount(1)
  await list.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await expect(list.getByRole('listitem')).toHaveCount(1)

  amiss.expect(/^401 GET /)
  await elsewhere.page.reload()
  await expect(elsewhere.page.getByRole('heading', { level: 1 })).toHaveText('Welcome back')
  await eve.page.reload()
  await expect(list.getByRole('listitem')).toHaveCount(1)
})

test('one device is signed out from another', async ({ newcomer, enter, amiss }) => {
  const eve = await newcomer('Eve Lindqvist')
  const elsewhere = await enter(eve.identity)
  await elsewhere.arrive()
  await eve.page.goto('/settings/security')
  await eve.page.getByRole('button', { name: /^Sign out Chrome/ }).click()
  await expect(eve.page.getByText('is signed out.')).toBeVisible()

  amiss.expect(/^401 GET /)
  await elsewhere.page.goto('/tickets')
  await expect(elsewhere.page.getByRole('heading', { level: 1 })).toHaveText('Welcome back')
})
