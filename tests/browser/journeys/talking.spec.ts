import type { Page } from '@playwright/test'
import { expect, test } from '../stage/test.ts'
import { listEvent } from '../stage/town.ts'

/** A heart is red before the server knows. */
const toldOfLike = (page: Page) => page.waitForResponse(answer => answer.url().includes('/likes'))

const hall = [{ name: 'Hall', price: 0, capacity: 12 }]

test('a post about an event is written, edited, commented on, liked by others, and deleted', async ({ newcomer }) => {
  const [eve, finn] = [await newcomer('Eve Lindqvist'), await newcomer('Finn Lindqvist')]
  const mark = eve.identity.userName.slice(-8)
  const event = await listEvent(eve, `Choir of Kettles ${mark}`, hall)
  const headline = `Who brings tea? ${mark}`

  await eve.page.goto('/feed')
  await eve.page.getByLabel('Headline').fill(headline)
  await eve.page.getByLabel('Text').fill('I have cups for six.')
  await eve.page.getByLabel('About an event').fill(event.title)
  await eve.page.getByRole('option', { name: event.title }).click()
  await expect(eve.page.getByRole('button', { name: `Not about ${event.title}` })).toBeVisible()
  await eve.page.getByRole('button', { name: 'Post', exact: true }).click()
  const post = eve.page.getByRole('article').filter({ hasText: headline })
  await expect(post.getByRole('link', { name: event.title })).toBeVisible()

  await finn.page.goto(`/e/${event.slug}`)
  await finn.page.getByRole('link', { name: headline }).click()
  await expect(finn.page.getByRole('heading', { level: 1 })).toHaveText(headline)
  await expect(finn.page.getByRole('button', { name: /^What to do with/ })).toHaveCount(0)
  await Promise.all([toldOfLike(finn.page), finn.page.getByRole('button', { name: /^Like/ }).click()])
  await expect(finn.page.getByRole('button', { name: /1 like$/ })).toHaveAttribute('aria-pressed', 'true')
  await finn.page.getByLabel('Your comment').fill('I bring biscuits.')
  await finn.page.getByRole('button', { name: 'Comment' }).click()
  await expect(finn.page.getByRole('heading', { name: '1 comment' })).toBeVisible()
  await expect(finn.page.getByLabel('Your comment')).toHaveValue('')

  await eve.page.reload()
  await expect(post.getByText('I bring biscuits.')).toBeVisible()
  await expect(post.getByRole('button', { name: /1 like$/ })).toHaveAttribute('aria-pressed', 'false')
  await post.getByRole('button', { name: /^What to do with/ }).click()
  await eve.page.getByRole('menuitem', { name: 'Edit' }).click()
  await eve.page.getByRole('dialog').getByLabel('Text').fill('I have cups for eight.')
  await eve.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(post.getByText('I have cups for eight.')).toBeVisible()
  await expect(post.getByText('edited')).toBeVisible()

  await post.getByRole('button', { name: /^What to do with/ }).click()
  await eve.page.getByRole('menuitem', { name: 'Delete' }).click()
  await eve.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(post).toHaveCount(0)
})

test('a like is taken back, and both are still so after a reload', async ({ newcomer, offstage }) => {
  const [eve, finn] = [await offstage('Eve Lindqvist'), await newcomer('Finn Lindqvist')]
  const post = await eve.post<{ id: number }>('/posts', { title: 'A quiet word', content: 'Shh.' })
  await finn.page.goto(`/feed/${post.id}`)
  const heart = finn.page.getByRole('button', { name: /^Like “A quiet word”/ })
  await Promise.all([toldOfLike(finn.page), heart.click()])
  await expect(heart).toHaveAccessibleName(/1 like$/)
  await finn.page.reload()
  await expect(heart).toHaveAttribute('aria-pressed', 'true')

  await Promise.all([toldOfLike(finn.page), heart.click()])
  await expect(heart).toHaveAccessibleName(/0 likes$/)
  await finn.page.reload()
  await expect(heart).toHaveAttribute('aria-pressed', 'false')
})

test('when a like does not reach the server, the heart goes back and says why', async ({
  newcomer, offstage, amiss,
}) => {
  const [eve, finn] = [await offstage('Eve Lindqvist'), await newcomer('Finn Lindqvist')]
  const post = await eve.post<{ id: number }>('/posts', { title: 'Far away', content: 'Hello?' })
  await finn.page.goto(`/feed/${post.id}`)
  const heart = finn.page.getByRole('button', { name: /^Like “Far away”/ })
  await expect(heart).toBeVisible()
  amiss.expect(/net::ERR_FAILED/)
  await finn.page.route('**/likes', route => route.abort())
  await heart.click()

  await expect(finn.page.getByText('We cannot reach Seatmate.')).toBeVisible()
  await expect(heart).toHaveAttribute('aria-pressed', 'false')
  await expect(heart).toHaveAccessibleName(/0 likes$/)
})

test('a comment is changed and deleted by who wrote it, and by nobody else', async ({ newcomer }) => {
  const [eve, finn] = [await newcomer('Eve Lindqvist'), await newcomer('Finn Lindqvist')]
  const post = await eve.post<{ id: number }>('/posts', { title: 'Lost a glove', content: 'Red, left.' })
  await finn.post(`/posts/${post.id}/comments`, { content: 'Seen it.' })
  await eve.page.goto(`/feed/${post.id}`)
  const comments = (page: Page) => page.getByRole('region', { name: /comment/ })
  await expect(comments(eve.page).getByText('Seen it.')).toBeVisible()
  await expect(comments(eve.page).getByRole('button', { name: 'Edit' })).toHaveCount(0)

  await finn.page.goto(`/feed/${post.id}`)
  await comments(finn.page).getByRole('button', { name: 'Edit' }).click()
  const save = finn.page.getByRole('button', { name: 'Save' })
  const change = comments(finn.page).locator('form').filter({ has: save })
  await change.getByLabel('Your comment').fill('Seen it at the door.')
  await change.getByRole('button', { name: 'Save' }).click()
  await expect(comments(finn.page).getByText('Seen it at the door.')).toBeVisible()
  await comments(finn.page).getByRole('button', { name: 'Delete' }).click()
  await finn.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(finn.page.getByRole('heading', { name: '0 comments' })).toBeVisible()
})
