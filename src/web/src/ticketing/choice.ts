import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useRoute } from 'vue-router'
import type { EventDetails, SectionDetails } from '@/api/types'
import { isPast } from '@/lib/dates'
import { times } from '@/lib/money'
import type { TicketChoice } from './requests'

export type Sale = 'open' | 'may-return' | 'sold-out' | 'over' | 'draft'

/** A section whose places are watched: some of those that are taken may not be paid. */
export type WatchedSection = SectionDetails & { mayReturn?: boolean }
export type WatchedEvent = Omit<EventDetails, 'sections'> & { sections: WatchedSection[] }

export function saleOf(event: WatchedEvent, now = Date.now()): Sale {
  if (event.status === 'draft') return 'draft'
  if (isPast(event.ends_at ?? event.date, now)) return 'over'
  if (event.sections.some(section => section.available > 0)) return 'open'
  return event.sections.some(section => section.mayReturn) ? 'may-return' : 'sold-out'
}

/** How many tickets one person may take of a section now. */
export const ticketsMax = (event: WatchedEvent, section: SectionDetails): number =>
  Math.max(1, Math.min(event.max_tickets_per_user, section.available))

interface Choosing {
  section: ComputedRef<SectionDetails | undefined>
  sectionName: Ref<string>
  quantity: Ref<number>
  max: ComputedRef<number>
  total: ComputedRef<number>
  choice: ComputedRef<TicketChoice>
  /** The page's address with the choice in it, to come back to. */
  address: ComputedRef<string>
}

/** What a buyer has picked; starts from the address, so that signing in loses nothing. */
export function useTicketChoice(event: () => WatchedEvent): Choosing {
  const { query } = useRoute()
  const wantedSection = typeof query.section === 'string' ? query.section : ''
  const sections = () => event().sections
  const firstOpen = () => sections().find(section => section.available > 0) ?? sections()[0]
  const wanted = sections().find(section => section.name === wantedSection && section.available > 0)

  const sectionName = ref((wanted ?? firstOpen())?.name ?? '')
  const quantity = ref(Math.max(1, Math.trunc(Number(query.tickets)) || 1))
  const section = computed(() => sections().find(({ name }) => name === sectionName.value) ?? firstOpen())
  const max = computed(() => section.value ? ticketsMax(event(), section.value) : 1)
  watch(max, limit => (quantity.value = Math.min(quantity.value, limit)), { immediate: true })

  const choice = computed(() => ({ seat_section: sectionName.value, total_tickets: quantity.value }))
  return {
    section,
    sectionName,
    quantity,
    max,
    total: computed(() => section.value ? times(section.value.price, quantity.value, section.value.currency) : 0),
    choice,
    address: computed(() => {
      const kept = new URLSearchParams({ section: sectionName.value, tickets: String(quantity.value) })
      return `/e/${event().slug}?${kept}`
    }),
  }
}
