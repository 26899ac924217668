import { invalid } from '@/api/problem'
import type { CreateEventRequest, EventDetails, UpdateEventRequest } from '@/api/types'
import { homeZone, instantOf, wallTime } from '@/lib/dates'
import { amountOf } from '@/lib/money'
import {
  countOf, newSection, sectionDraftsOf, sectionFaults, sectionRequests, type PoolDraft, type SectionDraft,
} from './sectionDrafts'

export interface VenueChoice { id: number, slug: string, name: string, place: string }

export interface EventDraft {
  title: string
  description: string
  starts: string
  ends: string
  sale_starts: string
  sale_ends: string
  time_zone: string
  venue: VenueChoice | null
  location: string
  image_url: string
  tags: string
  currency: string
  /** As it is typed. */
  tax_percent: string
  max_tickets_per_user: number | ''
  sections: SectionDraft[]
  pools: PoolDraft[]
}

/** Two weeks from today at eight in the evening: a guess that is easier to mend than an empty field. */
function likelyStart(now = new Date()): string {
  const evening = new Date(now.getTime() + 14 * 86_400_000)
  return `${wallTime(evening.toISOString(), homeZone()).slice(0, 10)}T20:00`
}

export const blankDraft = (): EventDraft => ({
  title: '',
  description: '',
  starts: likelyStart(),
  ends: '',
  sale_starts: '',
  sale_ends: '',
  time_zone: homeZone(),
  venue: null,
  location: '',
  image_url: '',
  tags: '',
  currency: 'EUR',
  tax_percent: '0',
  max_tickets_per_user: 5,
  sections: [newSection('General Admission', '10', 100)],
  pools: [],
})

export const isDrawnByUs = (address: string): boolean => /\/events\/\d+\/poster\.svg/.test(address)

const wallOrNothing = (instant: string | null, zone: string) => instant ? wallTime(instant, zone) : ''

export const draftOf = (event: EventDetails): EventDraft => ({
  ...blankDraft(),
  title: event.title,
  description: event.description,
  starts: wallTime(event.date, event.time_zone),
  ends: wallOrNothing(event.ends_at, event.time_zone),
  sale_starts: wallOrNothing(event.sale_starts_at, event.time_zone),
  sale_ends: wallOrNothing(event.sale_ends_at, event.time_zone),
  time_zone: event.time_zone,
  venue: event.venue,
  location: event.venue ? '' : event.location,
  image_url: isDrawnByUs(event.image_url) ? '' : event.image_url,
  tags: event.tags.join(', '),
  currency: event.currency,
  tax_percent: String(event.tax_percent),
  max_tickets_per_user: event.max_tickets_per_user,
  ...sectionDraftsOf(event),
})

const tagsMax = 10

export const tagsOf = (text: string): string[] =>
  [...new Set(text.split(',').map(tag => tag.trim()).filter(Boolean))]

const instantOrNothing = (wall: string, zone: string) => wall ? instantOf(wall, zone) : undefined

/** The lowest price, when every section says one. */
function lowestOf(prices: (number | null)[]): number | null {
  const known = prices.filter(price => price !== null)
  return known.length === prices.length ? Math.min(...known) : null
}

/** Percents are written as amounts are. */
const percentOf = (text: string): number | null => amountOf(text, 'EUR')

/** What has to be said before anything is sent, by the fields of the API: an empty price would be a free event. */
export function faultsOf(draft: EventDraft): Record<string, string[]> {
  const { tax_percent, max_tickets_per_user } = draft
  const faults: Record<string, string[]> = {}
  const { date, ends_at, sale_starts_at, sale_ends_at } = requestOf(draft)
  for (const [field, instant] of Object.entries({ date, ends_at, sale_starts_at, sale_ends_at })) {
    if (instant === '' && (field !== 'date' || draft.starts)) faults[field] = ['Write the year with four digits.']
  }
  const { length: tagCount } = tagsOf(draft.tags)
  if (tagCount > tagsMax) faults.tags = [`Up to ten tags are possible, and these are ${tagCount}.`]
  Object.assign(faults, sectionFaults(draft))
  if (percentOf(tax_percent) === null) faults.tax_percent = ['How much of the price is tax? 0 is none.']
  if (max_tickets_per_user === '') faults.max_tickets_per_user = ['How many may one person have?']
  return faults
}

export const requestOf = (draft: EventDraft): CreateEventRequest => ({
  title: draft.title.trim(),
  description: draft.description,
  date: instantOrNothing(draft.starts, draft.time_zone) ?? '',
  ends_at: instantOrNothing(draft.ends, draft.time_zone),
  sale_starts_at: instantOrNothing(draft.sale_starts, draft.time_zone),
  sale_ends_at: instantOrNothing(draft.sale_ends, draft.time_zone),
  time_zone: draft.time_zone,
  ticket_price: lowestOf(draft.sections.map(({ price }) => amountOf(price, draft.currency))),
  currency: draft.currency,
  venue_id: draft.venue?.id,
  location: draft.venue ? undefined : draft.location,
  image_url: draft.image_url.trim() || undefined,
  tags: tagsOf(draft.tags),
  tax_percent: percentOf(draft.tax_percent),
  max_tickets_per_user: countOf(draft.max_tickets_per_user),
  ...sectionRequests(draft),
})

/** Throws what is wrong with a draft, for its fields to show. */
export function checkDraft(draft: EventDraft): void {
  const faults = faultsOf(draft)
  if (Object.keys(faults).length > 0) throw invalid(faults)
}

/** Beginning, end and zone are said together: a new beginning alone would move the end along. */
const times = ['date', 'ends_at', 'time_zone'] as const

const emptiable = ['ends_at', 'sale_starts_at', 'sale_ends_at', 'image_url'] as const

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Fields that only mean something together. */
const together: (keyof EventDraft)[][] = [
  ['starts', 'ends', 'sale_starts', 'sale_ends', 'time_zone'], ['venue', 'location'],
]

function sectionsOnTop(mine: SectionDraft[], loaded: SectionDraft[], theirs: SectionDraft[]): SectionDraft[] {
  const known = (rows: SectionDraft[], { id }: SectionDraft) => rows.find(row => id !== undefined && row.id === id)
  const isTouched = (row: SectionDraft) => !isSame({ ...known(loaded, row), key: 0 }, { ...row, key: 0 })
  const kept = mine.flatMap(row =>
    isTouched(row) ? { ...row, id: known(theirs, row)?.id } : known(theirs, row) ?? [])
  return [...kept, ...theirs.filter(row => !known(loaded, row))]
}

/** What was typed, on top of what the event has become meanwhile: what was not touched follows it. */
export function draftOnTop(draft: EventDraft, loaded: EventDraft, theirs: EventDraft): EventDraft {
  const isTouched = (key: keyof EventDraft) => !isSame(draft[key], loaded[key])
  const isKept = (key: string) =>
    (together.find(group => group.includes(key as keyof EventDraft)) ?? [key as keyof EventDraft]).some(isTouched)
  const kept = Object.fromEntries(Object.entries(draft).filter(([key]) => isKept(key)))
  const merged = { ...theirs, ...kept }
  const sections = sectionsOnTop(draft.sections, loaded.sections, theirs.sections).map((section) => {
    const isThere = section.pool === '' || merged.pools.some(({ key }) => key === section.pool)
    return isThere ? section : { ...section, pool: theirs.sections.find(({ id }) => id === section.id)?.pool ?? '' }
  })
  return { ...merged, sections }
}

/** A section that closed by itself since it was loaded stays closed, unless its sale was changed here. */
const withoutKnownSales = (now: CreateEventRequest, before: CreateEventRequest): CreateEventRequest['sections'] =>
  now.sections?.map((section) => {
    const known = before.sections?.find(({ id }) => id !== undefined && id === section.id)
    return section.sale === known?.sale ? { ...section, sale: undefined } : section
  })

/** What is different from what was loaded, so that a change made elsewhere meanwhile stays. What is left out stays;
 *  what was emptied is said, in the API's words for nothing. */
export function changeOf(draft: EventDraft, loaded: EventDraft): UpdateEventRequest {
  const stated = (of: EventDraft) => {
    const request = requestOf(of)
    const emptied = Object.fromEntries(emptiable.map(key => [key, request[key] ?? '']))
    return { ...request, ...emptied, venue_id: of.venue?.id ?? 0 }
  }
  const [now, before] = [stated(draft), stated(loaded)]
  const isChanged = (key: keyof typeof now) => !isSame(now[key], before[key])
  const areTimesChanged = times.some(isChanged)
  const isSaid = (key: string) =>
    times.some(time => time === key) ? areTimesChanged : isChanged(key as keyof typeof now)
  const changed = Object.fromEntries(Object.entries(now).filter(([key]) => isSaid(key)))
  return isSaid('sections') ? { ...changed, sections: withoutKnownSales(now, before) } : changed
}
