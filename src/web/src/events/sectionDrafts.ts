import type { CreateEventRequest, EventDetails } from '@/api/types'
import { amountOf, amountText } from '@/lib/money'

export type SectionSale = EventDetails['sections'][number]['sale']

export const sectionSales: { value: SectionSale, label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'until_sold_out', label: 'Until it is sold out once' },
  { value: 'closed', label: 'Closed' },
]

export interface SectionDraft {
  /** Tells rows apart on screen; survives reordering. */
  key: number
  id?: number
  name: string
  /** As it is typed. */
  price: string
  capacity: number | ''
  /** It has no limit of its own. */
  unlimited: boolean
  /** The key of the limit that it shares with others; '' when it shares none. */
  pool: string
  sale: SectionSale
}

/** A limit that sections share. */
export interface PoolDraft {
  /** The same whenever the same pool is loaded. */
  key: string
  name: string
  capacity: number | ''
}

/** Begins where no row of a draft that was kept before can have been. */
let nextKey = Date.now()

export const newSection = (name = '', price = '0', capacity = 50): SectionDraft =>
  ({ key: nextKey++, name, price, capacity, unlimited: false, pool: '', sale: 'open' })

export const newPool = (): PoolDraft => ({ key: `new:${nextKey++}`, name: '', capacity: '' })

const keyOf = (pool: string | null) => pool === null ? '' : `pool:${pool}`

/** What is typed of an event's places. */
interface PlacesDraft { currency: string, sections: SectionDraft[], pools: PoolDraft[] }

export const sectionDraftsOf = (event: EventDetails): Pick<PlacesDraft, 'sections' | 'pools'> => ({
  sections: event.sections.map(({ id, name, price, capacity, pool, sale }) => ({
    ...newSection(name, amountText(price, event.currency)),
    id, capacity: capacity ?? '', unlimited: capacity === null, pool: keyOf(pool), sale,
  })),
  pools: event.pools.map(({ name, capacity }) => ({ key: keyOf(name), name, capacity })),
})

/** A field that was emptied says nothing; it is not a 0. */
export const countOf = (typed: number | ''): number | null => typed === '' ? null : typed

/** What has to be said of sections and of the limits that they share, by the fields of the API. */
export function sectionFaults({ sections, pools, currency }: PlacesDraft): Record<string, string[]> {
  const faults: Record<string, string[]> = {}
  for (const [index, { price, capacity, unlimited }] of sections.entries()) {
    if (price.trim() === '') faults[`sections[${index}].price`] = ['What does a place cost? 0 is free.']
    else if (amountOf(price, currency) === null) {
      faults[`sections[${index}].price`] = [`Write it like ${amountText(1234.5, currency)}.`]
    }
    if (capacity === '' && !unlimited) faults[`sections[${index}].capacity`] = ['How many places are there?']
  }
  for (const [index, { key, name, capacity }] of pools.entries()) {
    if (capacity === '') faults[`pools[${index}].capacity`] = ['How many places are there?']
    if (name.trim() === '') faults[`pools[${index}].name`] = ['What do they share? A hall, perhaps.']
    else if (!sections.some(({ pool }) => pool === key)) {
      faults[`pools[${index}].name`] = ['Choose it in the sections that share it.']
    }
  }
  return faults
}

export const sectionRequests = (draft: PlacesDraft): Pick<CreateEventRequest, 'sections' | 'pools'> => ({
  sections: draft.sections.map(({ id, name, price, capacity, unlimited, pool, sale }) => ({
    id, name: name.trim(), price: amountOf(price, draft.currency), unlimited, sale,
    capacity: unlimited ? null : countOf(capacity),
    pool: draft.pools.find(({ key }) => key === pool)?.name.trim() ?? '',
  })),
  pools: draft.pools.map(({ name, capacity }) => ({ name: name.trim(), capacity: countOf(capacity) })),
})
