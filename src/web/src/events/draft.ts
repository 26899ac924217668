import type { CreateEventRequest, EventDetails, UpdateEventRequest } from '@/api/types'
import { homeZone, instantOf, wallTime } from '@/lib/dates'

export interface SectionDraft {
  /** Tells rows apart on screen; survives reordering. */
  key: number
  id?: number
  name: string
  price: number
  capacity: number
}

export interface VenueChoice { id: number, slug: string, name: string, place: string }

export interface EventDraft {
  title: string
  description: string
  starts: string
  ends: string
  time_zone: string
  venue: VenueChoice | null
  location: string
  image_url: string
  tags: string
  currency: string
  tax_percent: number
  max_tickets_per_user: number
  sections: SectionDraft[]
}

let nextKey = 1

export const newSection = (name = '', price = 0, capacity = 50): SectionDraft =>
  ({ key: nextKey++, name, price, capacity })

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
  time_zone: homeZone(),
  venue: null,
  location: '',
  image_url: '',
  tags: '',
  currency: 'EUR',
  tax_percent: 0,
  max_tickets_per_user: 5,
  sections: [newSection('General Admission', 10, 100)],
})

export const isDrawnByUs = (address: string): boolean => /\/events\/\d+\/poster\.svg/.test(address)

export const draftOf = (event: EventDetails): EventDraft => ({
  ...blankDraft(),
  title: event.title,
  description: event.description,
  starts: wallTime(event.date, event.time_zone),
  ends: event.ends_at ? wallTime(event.ends_at, event.time_zone) : '',
  time_zone: event.time_zone,
  venue: event.venue,
  location: event.venue ? '' : event.location,
  image_url: isDrawnByUs(event.image_url) ? '' : event.image_url,
  tags: event.tags.join(', '),
  currency: event.currency,
  tax_percent: event.tax_percent,
  max_tickets_per_user: event.max_tickets_per_user,
  sections: event.sections.map(({ id, name, price, capacity }) => ({ ...newSection(name, price, capacity), id })),
})

const tagsMax = 10

export const tagsOf = (text: string): string[] =>
  [...new Set(text.split(',').map(tag => tag.trim()).filter(Boolean))].slice(0, tagsMax)

const instantOrNothing = (wall: string, zone: string) => wall ? instantOf(wall, zone) : undefined

export const requestOf = (draft: EventDraft): CreateEventRequest => ({
  title: draft.title.trim(),
  description: draft.description,
  date: instantOrNothing(draft.starts, draft.time_zone) ?? '',
  ends_at: instantOrNothing(draft.ends, draft.time_zone),
  time_zone: draft.time_zone,
  ticket_price: Math.min(...draft.sections.map(section => Number(section.price))),
  currency: draft.currency,
  venue_id: draft.venue?.id,
  location: draft.venue ? undefined : draft.location,
  image_url: draft.image_url.trim() || undefined,
  tags: tagsOf(draft.tags),
  tax_percent: Number(draft.tax_percent),
  max_tickets_per_user: Number(draft.max_tickets_per_user),
  sections: draft.sections.map(({ id, name, price, capacity }) =>
    ({ id, name: name.trim(), price: Number(price), capacity: Number(capacity) })),
})

/** In a change, what is left out stays; so what was emptied is said, in the API's words for nothing. */
export function changeOf(draft: EventDraft): UpdateEventRequest {
  const request = requestOf(draft)
  return {
    ...request,
    ends_at: request.ends_at ?? '',
    image_url: request.image_url ?? '',
    venue_id: draft.venue?.id ?? 0,
  }
}
