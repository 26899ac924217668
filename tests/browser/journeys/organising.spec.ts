import { somebody } from '../stage/people.ts'
import { expect, test } from '../stage/test.ts'
import { book, listEvent, type Event } from '../stage/town.ts'

test('an organiser puts an event on with sections of their own, and it is found', async ({ newcomer, page }) => {
  const ada = await newcomer('Ada Ferrante')
  const title = `Night Swim ${ada.identity.userName.slice(-8)}`
  await ada.page.goto('/organise')
  await expect(ada.page.getByRole('heading', { name: 'The stage is yours' })).toBeVisible()
  await ada.page.getByRole('link', { name: 'Create an event' }).click()

  await ada.page.getByLabel('Title').fill(title)
  await ada.page.getByLabel('Description').fill('Bring a **towel**.')
  await ada.page.getByLabel('Tags').fill('water, night')
  await ada.page.getByLabel('Or say where in your own words').fill('The boathouse, Lakeside 3')
  const shore = ada.page.getByRole('group', { name: 'Section 1' })
  await shore.getByRole('textbox', { name: 'Section' }).fill('Shore')
  await shore.getByLabel('Price, EUR').fill('7,50')
  await shore.getByRole('spinbutton', { name: 'Places' }).fill('30')
  await ada.page.getByRole('button', { name: 'Add a section' }).click()
  const raft = ada.page.getByRole('group', { name: 'Section 2' })
  await expect(raft.getByRole('textbox', { name: 'Section' })).toBeFocused()
  await raft.getByRole('textbox', { name: 'Section' }).fill('Raft')
  await raft.getByLabel('Price, EUR').fill('12')
  await raft.getByRole('spinbutton', { name: 'Places' }).fill('8')
  await ada.page.getByRole('button', { name: 'Publish' }).click()

  await expect(ada.page.getByRole('heading', { level: 1 })).toHaveText(title)
  await expect(ada.page.getByRole('listitem').filter({ hasText: 'Shore' })).toContainText('€7.50')
  await expect(ada.page.getByRole('listitem').filter({ hasText: 'Raft' })).toContainText(/€12.*Only 8 left/)
  await expect(ada.page.locator('strong', { hasText: 'towel' })).toBeVisible()
  const poster = ada.page.getByRole('article').locator('img').first()
  await expect.poll(() => poster.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)

  await page.goto('/')
  await page.getByRole('searchbox').fill(title)
  const found = page.getByRole('article').filter({ has: page.getByRole('link', { name: title }) })
  await expect(found).toContainText('€7.50')
})

test('a change to an event is on its page, and a new poster is drawn', async ({ newcomer }) => {
  const ada = await newcomer('Ada Ferrante')
  const event = await listEvent(ada, 'Paper Boats', [{ name: 'Quay', price: 4, capacity: 12 }])
  await ada.page.goto(`/e/${event.slug}`)
  await ada.page.getByRole('link', { name: 'Edit event' }).click()
  await expect(ada.page.getByRole('heading', { level: 1 })).toHaveText('Paper Boats')
  const drawing = async () => await (await fetch(`${process.env.JOURNEYS_URL}/events/${event.id}/poster.svg`)).text()
  const before = await drawing()

  await ada.page.getByLabel('Title').fill('Paper Ships')
  await ada.page.getByRole('spinbutton', { name: 'Places' }).fill('15')
  await ada.page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(ada.page.getByText('Saved.')).toBeVisible()
  await ada.page.getByRole('link', { name: 'See its page' }).click()

  await expect(ada.page.getByRole('heading', { level: 1 })).toHaveText('Paper Ships')
  await expect(ada.page.getByText('Only 15 left')).toBeVisible()
  expect(await drawing()).not.toBe(before)
})

test('a mistake in the form is shown at its field, and what was typed stays', async ({ newcomer, amiss }) => {
  const ada = await newcomer('Ada Ferrante')
  await ada.page.goto('/organise/new')
  await ada.page.getByLabel('Title').fill('No')
  await ada.page.getByLabel('Or say where in your own words').fill('Somewhere')
  amiss.expect(/^400 POST \/events$/)
  await ada.page.getByRole('button', { name: 'Publish' }).click()

  await expect(ada.page.getByLabel('Title')).toBeFocused()
  await expect(ada.page.getByLabel('Title')).toHaveAttribute('aria-invalid', 'true')
  await expect(ada.page.getByLabel('Title')).toHaveAccessibleDescription(/3/)
  await expect(ada.page.getByLabel('Or say where in your own words')).toHaveValue('Somewhere')
})

test('an empty price is asked about, and is not a free event', async ({ newcomer }) => {
  const ada = await newcomer('Ada Ferrante')
  await ada.page.goto('/organise/new')
  await ada.page.getByLabel('Title').fill('Not for Nothing')
  await ada.page.getByLabel('Price, EUR').fill('')
  await ada.page.getByRole('button', { name: 'Publish' }).click()
  await expect(ada.page.getByLabel('Price, EUR')).toBeFocused()
  await expect(ada.page.getByLabel('Price, EUR')).toHaveAccessibleDescription('What does a place cost? 0 is free.')
  await ada.page.reload()
  await expect(ada.page.getByLabel('Title'), 'what was typed is there again').toHaveValue('Not for Nothing')
})

test('what people have tickets to is neither moved nor taken off sale by a slip', async ({ newcomer, offstage }) => {
  const ada = await newcomer('Ada Ferrante')
  const event = await listEvent(ada, 'The Promised Evening', [{ name: 'Hall', price: 0, capacity: 12 }])
  await book(await offstage('Ben Okafor'), event, 2)
  const { page } = ada
  const stored = () => ada.get<{ title: string, status: string, date: string }>(`/events/${event.id}`)
  const asked: string[] = []
  page.on('request', request => asked.push(new URL(request.url()).pathname))
  await page.goto('/organise')
  await expect(page.getByText('2 of 12 places taken')).toBeVisible()
  expect(asked, 'the list says it').not.toContain(`/events/${event.id}`)
  await page.goto(`/organise/${event.id}`)
  await expect(page.getByText('2 of 12 places taken')).toBeVisible()
  const later = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('Starts').fill(`${later}T21:00`)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('2 places are taken. Everybody with tickets is told of the new time.')
  await question.getByRole('button', { name: 'Not yet' }).click()
  expect((await stored()).date).toBe(event.date)

  await page.getByLabel('Title').fill('Half a Thought')
  await page.getByRole('button', { name: 'Take off sale' }).click()
  await expect(question).toContainText('Who has tickets keeps them.')
  await question.getByRole('button', { name: 'Take it off sale' }).click()
  await expect(page.getByRole('button', { name: 'Publish' })).toBeVisible()
  expect(await stored()).toMatchObject({ status: 'draft', title: 'The Promised Evening' })
  await expect(page.getByLabel('Title')).toHaveValue('Half a Thought')

  await page.getByRole('banner').getByRole('link', { name: 'Discover' }).click()
  await question.getByRole('button', { name: 'Stay here' }).click()
  await expect(page.getByLabel('Title')).toHaveValue('Half a Thought')
  await page.getByRole('banner').getByRole('link', { name: 'Discover' }).click()
  await question.getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Find something on')
})

test('a draft is seen by its organiser alone until it is published', async ({ newcomer, page, amiss }) => {
  const ada = await newcomer('Ada Ferrante')
  const draft = await listEvent(ada, 'Unfinished Opera', [{ name: 'Stalls', price: 4, capacity: 12 }], {
    status: 'draft',
  })
  amiss.expect(/^404 GET (\/e\/|\/events\/by-slug\/)unfinished-opera/)
  await page.goto(`/e/${draft.slug}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('We looked everywhere')

  await ada.page.goto(`/organise/${draft.id}`)
  await ada.page.getByRole('button', { name: 'Publish' }).click()
  await expect(ada.page.getByRole('button', { name: 'Save', exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Unfinished Opera')
})

test('a stranger finds no way to edit, neither on the page nor by the address', async ({ newcomer, offstage }) => {
  const event: Event = await listEvent(await offstage('Ada Ferrante'), 'Glass Harp', [
    { name: 'Hall', price: 4, capacity: 12 },
  ])
  const cleo = await newcomer('Cleo Strand')
  await cleo.page.goto(`/e/${event.slug}`)
  await expect(cleo.page.getByRole('button', { name: 'Continue' })).toBeVisible()
  await expect(cleo.page.getByRole('link', { name: 'Edit event' })).toHaveCount(0)

  await cleo.page.goto(`/organise/${event.id}`)
  await expect(cleo.page.getByRole('heading', { level: 1 })).toHaveText('Not your event')
  await expect(cleo.page.getByLabel('Title')).toHaveCount(0)
})

test('a venue that is not known yet is added on the way', async ({ newcomer, amiss }) => {
  const ada = await newcomer('Ada Ferrante')
  amiss.expect(/^404 GET \/venues\/search\//)
  const name = `Boathouse ${somebody('x').userName.slice(-8)}`
  await ada.page.goto('/organise/new')
  await ada.page.getByLabel('Title').fill('Oars and Ales')
  await ada.page.getByLabel('Venue').fill(name)
  await ada.page.getByRole('button', { name: 'Add a venue' }).click()
  const dialog = ada.page.getByRole('dialog', { name: 'Add a venue' })
  await expect(dialog.getByLabel('Name')).toHaveValue(name)
  await dialog.getByLabel('Town').fill('Ghent')
  await dialog.getByRole('button', { name: 'Add venue' }).click()
  await expect(dialog).toHaveCount(0)
  await ada.page.getByRole('button', { name: 'Publish' }).click()

  await expect(ada.page.getByRole('heading', { level: 1 })).toHaveText('Oars and Ales')
  await ada.page.getByRole('link', { name }).click()
  await expect(ada.page.getByRole('heading', { level: 1 })).toHaveText(name)
  await expect(ada.page.getByRole('link', { name: 'Oars and Ales' })).toBeVisible()
})

test('tickets appear when their sale starts, without a reload, and go when it ends', async ({ newcomer, page }) => {
  const ada = await newcomer('Ada Ferrante')
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
  const event = await listEvent(ada, 'First Come', [{ name: 'Quay', price: 4, capacity: 12 }], {
    sale_starts_at: inSeconds(3600), sale_ends_at: inSeconds(7200),
  })
  await page.goto(`/e/${event.slug}`)
  await expect(page.getByText(/^On sale from /)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Choose tickets' })).toBeHidden()

  await ada.page.goto(`/organise/${event.id}`)
  await ada.page.getByLabel('On sale from').fill('2026-01-01T10:00')
  await ada.page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(ada.page.getByText('Saved.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Tickets', exact: true })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Quay' })).toContainText('Only 12 left')

  await ada.page.getByLabel('On sale until').fill('2026-01-02T10:00')
  await ada.page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('The sale has ended.')).toBeVisible()
})
