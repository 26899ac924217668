import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { LocationQuery, RouteLocationRaw } from 'vue-router'
import type { EventAvailability, EventDetails, SectionDetails, VoucherOffer } from '@/api/types'
import { saleWindowOf, type SaleWindow } from '@/events/saleWindow'
import { isPast } from '@/lib/dates'
import { times } from '@/lib/money'

export type Sale = SaleWindow | 'may-return' | 'sold-out' | 'closed' | 'over' | 'draft'

/** A section whose places are watched: some of those that are taken may not be paid, or its places are those that a
 *  code keeps. */
export type WatchedSection = SectionDetails & { mayReturn?: boolean, keptWith?: string }
export type WatchedEvent = Omit<EventDetails, 'sections'> & {
  sections: WatchedSection[]
  /** How the server sees the sale; nothing until it was asked. */
  sale?: EventAvailability['sale']
}

/** So many places of a section. */
export interface WantedLine { section: string, quantity: number }

const fewLeft = 20

/** The event as its buyer finds it who gives back what they have of each section: those places count as free, also
 *  where sections share them, and where nothing more is sold. */
export function withReturned(event: WatchedEvent, had: (section: string) => number): WatchedEvent {
  const pools = event.pools.map((pool) => {
    const sharing = event.sections.filter(one => one.pool === pool.name)
    return { ...pool, available: pool.available + sharing.reduce((sum, { name }) => sum + had(name), 0) }
  })
  const freed = ({ name, available, capacity, pool, sale }: WatchedSection) => {
    if (available === null) return null
    const own = available + had(name)
    const [before, now] = [event.pools, pools].map(of => of.find(one => one.name === pool)?.available)
    if (before === undefined || now === undefined || sale === 'closed' || available < before) return own
    return Math.min(now, capacity ?? now)
  }
  return { ...event, pools, sections: event.sections.map(one => ({ ...one, available: freed(one) })) }
}

/** The event as its buyer finds it who has a code: where that keeps places there are these, and those that they have of
 *  it, whatever is sold to others. */
export function withKept(event: WatchedEvent, offer: VoucherOffer | undefined, had = 0): WatchedEvent {
  if (!offer || offer.places_left === null) return event
  const kept = { available: offer.places_left + had, keptWith: offer.code, pool: null }
  return { ...event, sections: event.sections.map(one => one.name === offer.section ? { ...one, ...kept } : one) }
}

/** The server's clock decides where it was asked: that of a device may be wrong. */
function windowOf(event: WatchedEvent, now: number): SaleWindow {
  if (event.sale === undefined) return saleWindowOf(event, now)
  if (event.sale === 'not_started') return 'not-started'
  return event.sale === 'ended' ? 'ended' : 'open'
}

export function saleOf(event: WatchedEvent, now = Date.now()): Sale {
  if (event.status === 'draft') return 'draft'
  if (isPast(event.ends_at ?? event.date, now)) return 'over'
  const window = windowOf(event, now)
  if (window !== 'open') return window
  if (event.sections.some(hasPlaces)) return 'open'
  if (event.sections.every(section => section.sale === 'closed')) return 'closed'
  return event.sections.some(section => section.mayReturn) ? 'may-return' : 'sold-out'
}

/** Whether anything could be bought, were there places. */
export const isUnderWay = (sale: Sale): boolean => !['not-started', 'ended', 'over', 'draft'].includes(sale)

export const placesInWords = (count: number): string => count === 1 ? '1 place' : `${count} places`

/** Some are left of it, or it has no limit. */
export const hasPlaces = ({ available }: WatchedSection): boolean => available !== 0

export const isScarce = ({ available }: WatchedSection): boolean =>
  available !== null && available > 0 && available <= fewLeft

export function placesLeft(section: WatchedSection): string {
  const { available, mayReturn, keptWith, sale } = section
  if (available === null) return ''
  if (keptWith) return `${placesInWords(available)} kept for you with ${keptWith}`
  if (available === 0 && sale === 'closed') return 'Not on sale'
  if (available === 0) return mayReturn ? 'None left, but some may return' : 'Sold out'
  if (available === 1) return 'The last place'
  return isScarce(section) ? `Only ${available} left` : `${placesInWords(available)} left`
}

/** The choice in a page's address: `?tickets=2,Stalls&tickets=1,Balcony`. */
export function choiceIn({ tickets }: LocationQuery): WantedLine[] {
  const parts = (Array.isArray(tickets) ? tickets : [tickets]).map(part => /^(\d{1,3}),(.+)$/.exec(part ?? ''))
  return parts.flatMap(part => part?.[2] ? [{ section: part[2], quantity: Number(part[1]) }] : [])
}

/** The page of an event with a choice in its address, to come back to. */
export function pageWithChoice(slug: string, lines: WantedLine[], code = ''): RouteLocationRaw {
  const tickets = lines.map(({ section, quantity }) => `${quantity},${section}`)
  return { path: `/e/${slug}`, query: { tickets, ...code && { code } } }
}

interface Choosing {
  /** How many of each section, by its name. */
  quantities: Ref<Record<string, number>>
  lines: ComputedRef<WantedLine[]>
  count: ComputedRef<number>
  total: ComputedRef<number>
  /** How many of a section there may be, beside what is chosen of the others. */
  roomIn: (section: WatchedSection) => number
  /** Chooses of a section what was wanted of it in the first place: now there may be room for it. */
  chooseWanted: (section: string) => void
}

/** What a buyer picks: places of one or several sections, never more than there are or than one person may have. */
export function usePlacesChoice(event: () => WatchedEvent, wanted: WantedLine[]): Choosing {
  const sections = () => event().sections
  const first = sections()
  const quantities = ref<Record<string, number>>(Object.fromEntries(first.map(({ name }) => [name, 0])))
  const chosen = ({ name }: WatchedSection) => quantities.value[name] ?? 0
  const count = computed(() => sections().reduce((sum, section) => sum + chosen(section), 0))
  /** What is left of the limit that it shares, beside what is chosen of the others there. */
  const roomShared = ({ name, pool }: WatchedSection) => {
    const others = sections().filter(one => one.pool === pool && one.name !== name)
    const left = event().pools.find(one => one.name === pool)?.available
    return left === undefined ? Infinity : left - others.reduce((sum, one) => sum + chosen(one), 0)
  }
  const roomIn = (section: WatchedSection) => {
    const room = event().max_tickets_per_user - count.value + chosen(section)
    return Math.max(0, Math.min(section.available ?? Infinity, roomShared(section), room))
  }

  const onlyOne = first.length === 1 ? [{ section: first[0]!.name, quantity: 1 }] : []
  const start = wanted.length > 0 ? wanted : onlyOne
  const chooseWanted = (name: string) => {
    const found = sections().find(section => section.name === name)
    const wish = start.filter(({ section }) => section === name).reduce((sum, { quantity }) => sum + quantity, 0)
    if (found) quantities.value[name] = Math.max(chosen(found), Math.min(wish, roomIn(found)))
  }
  for (const { section } of start) chooseWanted(section)
  watch(sections, (now) => {
    for (const section of now) quantities.value[section.name] = Math.min(chosen(section), roomIn(section))
  })

  return {
    quantities,
    count,
    roomIn,
    chooseWanted,
    lines: computed(() => sections()
      .map(section => ({ section: section.name, quantity: chosen(section) }))
      .filter(({ quantity }) => quantity > 0)),
    total: computed(() => sections().reduce((sum, section) =>
      sum + times(section.price, chosen(section), section.currency), 0)),
  }
}
