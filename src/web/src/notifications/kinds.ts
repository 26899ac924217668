import type { ChoiceDetails } from '@/api/types'

interface Words { title: string, text: string }

/** How people call the kinds of what they are told, in groups. */
const groups: { title: string, kinds: Record<string, Words> }[] = [
  {
    title: 'Your bookings',
    kinds: {
      'tickets': { title: 'Tickets', text: 'That a booking is confirmed, and where your tickets are.' },
      'invoice': { title: 'Invoices', text: 'What you paid, line by line.' },
      'booking-cancelled': { title: 'Cancelled bookings', text: 'That you gave tickets back, and what comes back.' },
    },
  },
  {
    title: 'Events you go to',
    kinds: {
      'tomorrow': { title: 'The day before', text: 'A reminder of what you have tickets for, with time and place.' },
      'tonight': { title: 'A few hours before', text: 'Once more on the day, about four hours before it begins.' },
      'rate': { title: 'After the show', text: 'On the morning after, a link to say how it was, unless you have.' },
      'event-moved': { title: 'A new time', text: 'That an event takes place at another time.' },
      'event-changed': { title: 'A new place or name', text: 'That something else about an event is different now.' },
      'event-cancelled': { title: 'Called off', text: 'That an event does not take place.' },
    },
  },
  {
    title: 'Reports',
    kinds: {
      'monthly-report': { title: 'Your month', text: 'On the first: what you booked, paid, saw and said.' },
      'weekly-report': { title: 'Your week in tickets', text: 'On Monday: how the events of your teams sold.' },
    },
  },
  {
    title: 'Other people',
    kinds: {
      'digest': { title: 'Comments and likes', text: 'In the evening, what others said to your posts that day.' },
      'team-invitation': { title: 'Invitations to a team', text: 'That somebody wants to organise with you.' },
    },
  },
  {
    title: 'Your account',
    kinds: {
      'new-device': { title: 'A new device', text: 'That somebody signed in as you from somewhere new.' },
      'access-changed': { title: 'A changed way in', text: 'That your password or another way in is different.' },
      'account-linked': { title: 'A connected account', text: 'That there is one more way to sign in as you.' },
      'export-ready': { title: 'Your data', text: 'That everything about you is ready to be fetched.' },
      'erasure-asked': { title: 'Erasing your account', text: 'When it goes, and how to keep it.' },
    },
  },
]

const words = Object.assign({}, ...groups.map(({ kinds }) => kinds)) as Record<string, Words>

export const wordsOf = (kind: string): Words => words[kind] ?? { title: kind, text: '' }

export const channels: { name: string, title: string }[] = [
  { name: 'mail', title: 'By mail' },
  { name: 'app', title: 'In the app' },
  { name: 'push', title: 'Pushed' },
]

export interface KindRow extends Words { kind: string, choices: Partial<Record<string, ChoiceDetails[]>> }

/** The choices as a table: a row for each kind, in groups, with at most one choice a channel. What has no group yet
 * comes last. */
export function tableOf(choices: ChoiceDetails[]): { title: string, rows: KindRow[] }[] {
  const kinds = [...new Set(choices.map(({ kind }) => kind))]
  const row = (kind: string): KindRow => ({
    kind,
    ...wordsOf(kind),
    choices: Object.fromEntries(
      choices.filter(choice => choice.kind === kind).map(choice => [choice.channel, [choice]]),
    ),
  })
  const known = groups.map(group => ({ title: group.title, of: Object.keys(group.kinds) }))
  const rest = { title: 'More', of: kinds.filter(kind => !(kind in words)) }
  return [...known, rest]
    .map(({ title, of }) => ({ title, rows: of.filter(kind => kinds.includes(kind)).map(row) }))
    .filter(({ rows }) => rows.length > 0)
}
