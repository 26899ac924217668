import { inspect } from '../stage/inspection.ts'
import { expect, test } from '../stage/test.ts'
import { somebody, type Person } from '../stage/people.ts'
import { book, holdPlaces, listEvent, pay, type Booking, type Event } from '../stage/town.ts'

interface Look {
  name: string
  /** Who looks: somebody of the demo town, or a visitor. */
  as?: string
  heading: string | RegExp
  title: string | RegExp
  /** The address; what is not in the demo data is made first. */
  path: string | ((viewer: Person) => Promise<string>)
  /** What has to be on the screen before the page is looked at. */
  shows?: string | RegExp
  refused?: RegExp
  /** What is pressed to open something above the page. */
  opens?: string | RegExp
}

const event = (viewer: Person, status = 'published') =>
  listEvent(viewer, 'An Evening of Labels', [{ name: 'Hall', price: 12, capacity: 40 }], { status })

const booked = async (viewer: Person): Promise<Booking> => book(viewer, await event(viewer), 2)

const held = async (viewer: Person) => `/checkout/hold/${(await holdPlaces(viewer, await event(viewer), 2)).id}`

async function givenBack(viewer: Person): Promise<string> {
  const { id } = await holdPlaces(viewer, await event(viewer), 2)
  await viewer.delete(`/holds/${id}`)
  return `/checkout/hold/${id}`
}

async function refunded(viewer: Person): Promise<Booking> {
  const booking = await pay(viewer, await booked(viewer))
  await viewer.delete(`/events/${booking.event.id}/attending/${booking.id}`)
  return booking
}

async function invoice(viewer: Person): Promise<string> {
  const { event: { id }, id: bookingId } = await pay(viewer, await booked(viewer))
  const paper = await viewer.post<{ id: number }>(`/events/${id}/attending/${bookingId}/invoice`)
  return `/invoice/${id}/${bookingId}/${paper.id}`
}

/** Somebody who has tickets is told so. */
async function told(viewer: Person): Promise<string> {
  await pay(viewer, await booked(viewer))
  const notes = async () => JSON.stringify(await viewer.get('/notifications/notes'))
  await expect.poll(notes, { message: 'the tickets are told of' }).toContain('An Evening of Labels')
  return '/notifications'
}

/** Somebody was welcomed by mail, if nobody was before. */
const mailed = (path: string) => async (viewer: Person): Promise<string> => {
  const { name, userName: user_name, email, password } = somebody('Gil Berg')
  await viewer.post('/auth/register', { name, user_name, email, password })
  const mails = async () => JSON.stringify(await viewer.get('/dev/mails'))
  await expect.poll(mails, { message: 'there is mail' }).toContain('Welcome to Seatmate')
  return path
}

async function firstPost(viewer: Person): Promise<string> {
  const posts = await viewer.get<{ id: number, comment_count: number }[]>('/posts?limit=100')
  return `/feed/${posts.find(post => post.comment_count > 1)?.id}`
}

const checkout = async (booking: Promise<Booking>) => `/checkout/${(await booking).booking_id}`
const team = async (viewer: Person) =>
  `/organise/team/${(await viewer.post<{ id: number }>('/organisers', { name: 'The Labels' })).id}`
const editor = async (listed: Promise<Event>) => `/organise/${(await listed).id}`

const looks: Look[] = [
  { name: 'discover', path: '/', heading: 'Find something on', title: 'Discover', shows: 'Carmen' },
  { name: 'a search that finds nothing', path: '/?q=qqqq', heading: 'Find something on', title: 'Discover',
    shows: 'Nothing on for “qqqq”', refused: /^404 GET \/events\/search\// },
  { name: 'an event to a visitor', path: '/e/carmen', heading: 'Carmen', title: 'Carmen', shows: 'Section C' },
  { name: 'an event to a member', as: 'ben', path: '/e/carmen', heading: 'Carmen', title: 'Carmen',
    shows: 'Write a post' },
  { name: 'an event of one’s own', as: 'ada', path: '/e/carmen', heading: 'Carmen', title: 'Carmen',
    shows: 'Edit event' },
  { name: 'an event in another script', path: '/e/عود-وصوت-oud-and-voice', heading: /Oud and Voice/,
    title: /Oud and Voice/, shows: 'Front Cushions' },
  { name: 'a venue', path: '/v/opéra-de-monte-carlo', heading: 'Opéra de Monte-Carlo',
    title: 'Opéra de Monte-Carlo', shows: 'What is on here' },
  { name: 'the sign-in', path: '/sign-in', heading: 'Welcome back', title: 'Sign in' },
  { name: 'the sign-up', path: '/sign-up', heading: 'Take a seat', title: 'Create an account' },
  { name: 'the feed', as: 'ben', path: '/feed', heading: 'Feed', title: 'Feed', shows: /\d+ comments?/ },
  { name: 'a post', as: 'ben', path: firstPost, heading: /./, title: /./, shows: /^\d+ comments$/ },
  { name: 'a profile', as: 'ben', path: '/u/eve', heading: 'Eve Lindqvist', title: 'Eve Lindqvist' },
  { name: 'one’s own profile', as: 'ben', path: '/u/ben', heading: 'Ben Whitlock', title: 'Ben Whitlock',
    shows: 'Edit profile' },
  { name: 'a forgotten password', path: '/forgot', heading: 'Forgot your password?', title: 'Forgot your password' },
  { name: 'a new password', path: '/reset#token=x', heading: 'Choose a new password', title: 'Choose a new password' },
  { name: 'a link that is not whole', path: '/confirm', heading: 'Your address', title: 'Confirm your address' },
  { name: 'the settings', as: 'ben', path: '/settings', heading: 'Settings', title: 'Settings' },
  { name: 'the settings of security', as: 'ben', path: '/settings/security', heading: 'Settings', title: 'Security' },
  { name: 'the notifications', as: 'ben', path: told, heading: 'Notifications', title: 'Notifications',
    shows: /An Evening of Labels/ },
  { name: 'the settings of notifications', as: 'ben', path: '/settings/notifications', heading: 'Settings',
    title: 'What you are told', shows: 'The day before' },
  { name: 'the mailbox', path: mailed('/dev/mail'), heading: 'Mailbox', title: 'Mailbox',
    shows: 'Welcome to Seatmate' },
  { name: 'the mails', as: 'admin', path: mailed('/admin/mail'), heading: 'Mails', title: 'Mails',
    shows: 'Welcome to Seatmate' },
  { name: 'the reports', as: 'admin', path: '/admin/report', heading: 'Reports', title: 'Reports' },
  { name: 'one’s month', as: 'ben', path: '/settings/month', heading: 'Settings', title: 'Your month',
    shows: 'Take it away as a PDF' },
  { name: 'a link of a mail that is not ours', path: '/unsubscribe/x', heading: 'We looked everywhere',
    title: 'Switch off mails',
    refused: /^404 GET \/notifications\/subscriptions\/x/ },
  { name: 'the settings of connections', as: 'ben', path: '/settings/connections', heading: 'Settings',
    title: 'Connections', shows: 'There is nothing to connect here.' },
  { name: 'the settings of privacy', as: 'ben', path: '/settings/privacy', heading: 'Settings', title: 'Privacy',
    shows: 'Ask for everything about me' },
  { name: 'the tickets', as: 'cleo', path: '/tickets', heading: 'Tickets', title: 'Tickets', shows: 'Coming up' },
  { name: 'tickets in their sheet', as: 'cleo', path: '/tickets', heading: 'Tickets', title: 'Tickets',
    opens: /^Show ticket/ },
  { name: 'a question before a cancellation', as: 'cleo', path: '/tickets', heading: 'Tickets', title: 'Tickets',
    opens: 'Cancel' },
  { name: 'a change of a booking', as: 'cleo', path: '/tickets', heading: 'Tickets', title: 'Tickets',
    opens: 'Change', shows: 'How many?' },
  { name: 'the menu of the account', as: 'ben', path: '/settings', heading: 'Settings', title: 'Settings',
    opens: /^Account of/ },
  { name: 'places on hold', as: 'ben', path: held, heading: 'Your places are held', title: 'Checkout' },
  { name: 'a change of what is held', as: 'ben', path: held, heading: 'Your places are held', title: 'Checkout',
    opens: 'Change', shows: 'Have a code?' },
  { name: 'a question before giving back', as: 'ben', path: held, heading: 'Your places are held', title: 'Checkout',
    opens: 'Give them back', shows: 'Others can take them at once.' },
  { name: 'places given back', as: 'ben', path: givenBack, heading: 'You gave these places back',
    title: 'Places given back' },
  { name: 'an order to be paid', as: 'ben', path: viewer => checkout(booked(viewer)),
    heading: 'Waiting for your payment', title: 'Pay for your tickets' },
  { name: 'a confirmed booking', as: 'ben', path: async viewer => checkout(pay(viewer, await booked(viewer))),
    heading: 'You are going', title: 'You are going' },
  { name: 'a refunded booking', as: 'ben', path: viewer => checkout(refunded(viewer)), heading: 'Refunded',
    title: 'Booking refunded' },
  { name: 'the sandbox', as: 'ben', path: async viewer => (await booked(viewer)).pay_url ?? '',
    heading: 'Sandbox payment', title: 'Sandbox payment' },
  { name: 'an invoice', as: 'ben', path: invoice, heading: 'Invoice', title: /^Invoice \d{4}-\d{6} · Seatmate$/ },
  { name: 'one’s events', as: 'eve', path: '/organise', heading: 'Your events', title: 'Organise',
    shows: 'Board Games and Bad Coffee' },
  { name: 'a team', as: 'ben', path: team, heading: 'The Labels', title: 'The Labels', shows: 'Organiser made' },
  { name: 'what admins see of people', as: 'admin', path: '/admin/people', heading: 'People', title: 'People',
    shows: 'ben@example.com' },
  { name: 'the audit', as: 'admin', path: '/admin/audit', heading: 'Audit', title: 'Audit',
    shows: 'accounts.signed_in' },
  { name: 'the settings of keys', as: 'ben', path: '/settings/keys', heading: 'Settings', title: 'Keys and support',
    shows: 'Allow it for a day' },
  { name: 'a new event', as: 'ben', path: '/organise/new', heading: 'Create an event', title: 'Create an event' },
  { name: 'the editor of an event', as: 'ben', path: viewer => editor(event(viewer, 'draft')),
    heading: 'An Evening of Labels', title: 'Edit An Evening of Labels', shows: 'Nobody has booked yet.' },
  { name: 'an address of nothing', path: '/nowhere', heading: 'This seat is empty', title: 'Not found',
    refused: /^404 GET \/nowhere/ },
  { name: 'an unknown event', path: '/e/nowhere', heading: 'We looked everywhere', title: 'Event',
    refused: /^404 GET \/e(vents\/by-slug)?\/nowhere/ },
]

for (const { name, as, path, heading, title, shows, refused, opens } of looks) {
  test(`${name}: nothing for axe to find, nothing too wide or too small`, async ({ passer, amiss }) => {
    if (refused) amiss.expect(refused)
    const viewer = await passer(as)
    const { page } = viewer
    await page.goto(typeof path === 'string' ? path : await path(viewer))
    await expect(page.locator('h1')).toHaveText(heading)
    if (opens) await page.getByRole('button', { name: opens, exact: true }).first().click()
    if (shows) await expect(page.getByText(shows).first()).toBeVisible()
    await expect(page.locator('.skeleton')).toHaveCount(0)
    await expect(page).toHaveTitle(typeof title === 'string' ? `${title} · Seatmate` : title)
    expect(await page.locator('h1').count(), 'headings of the first level').toBe(1)
    await inspect(page)
  })
}

test('every kind of page has a title of its own', () => {
  const kinds = new Map(looks.filter(look => look.path !== '/?q=qqqq').map(look => [look.path, look.title]))
  expect(new Set([...kinds.values()].map(String)).size).toBe(kinds.size)
})
