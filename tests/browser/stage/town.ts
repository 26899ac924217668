import type { Locator, Page } from '@playwright/test'
import type { Caller } from './people.ts'

export interface Section { name: string, price: number, capacity: number, available?: number }
export interface Event { id: number, slug: string, title: string, date: string, sections: Section[] }
export interface Booking {
  id: number
  booking_id: string
  status: string
  event: { id: number }
  total_tickets: number
  seat_section: string
  total: number
  pay_url: string | null
  invoice_id: number | null
  tickets: { number: string, code: string }[]
}

const day = 86_400_000

/** Puts an event on, three weeks from now at eight in the evening. */
export const listEvent = (organiser: Caller, title: string, sections: Section[], more: object = {}) =>
  organiser.post<Event>('/events', {
    title,
    description: 'Doors open **an hour** before.\n\n- bring a friend\n- leave the umbrella',
    date: `${new Date(Date.now() + 21 * day).toISOString().slice(0, 10)}T20:00`,
    time_zone: 'Europe/Monaco',
    location: 'The boathouse, Lakeside 3',
    ticket_price: sections[0]?.price ?? 0,
    tags: ['lakeside'],
    sections,
    ...more,
  })

export const book = (buyer: Caller, event: Event, tickets: number, section = event.sections[0]?.name) =>
  buyer.post<Booking>(`/events/${event.id}/attending`, { total_tickets: tickets, seat_section: section })

export interface Hold { id: number, status: string, total: number, token: string | null }

export const holdPlaces = (buyer: Caller, event: Event, tickets: number, section = event.sections[0]?.name) =>
  buyer.post<Hold>('/holds', { event_id: event.id, lines: [{ section, quantity: tickets }] })

/** Where one counts the places of a section. */
export const counter = (within: Page | Locator, section: string): Locator =>
  within.getByRole('group', { name: section, exact: true })

export async function choose(within: Page | Locator, section: string, places: number): Promise<void> {
  for (let n = 0; n < places; n++) await counter(within, section).getByRole('button', { name: 'One more' }).click()
}

/** Gives an event a code that takes so much off, so many times. */
export const makeVoucher = (organiser: Caller, event: Event, code: string, percentOff: number, uses: number) =>
  organiser.post(`/events/${event.id}/vouchers`, { code, percent_off: percentOff, uses })

export const bookingsOf = async (buyer: Caller) => buyer.get<Booking[]>(`/user/${await buyer.id()}/bookings`)

export const referenceOf = (booking: Booking): string => booking.pay_url?.split('/').at(-1) ?? ''

export async function pay(buyer: Caller, booking: Booking): Promise<Booking> {
  await buyer.post(`/sandbox/payments/${referenceOf(booking)}`, { outcome: 'pay' })
  return await confirmed(buyer, booking)
}

/** The provider tells the server by webhook: that takes a moment. */
async function confirmed(buyer: Caller, booking: Booking): Promise<Booking> {
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    const now = await buyer.get<Booking>(`/bookings/${booking.booking_id}`)
    if (now.status === 'confirmed') return now
  }
  throw new Error(`Booking ${booking.booking_id} was paid and is not confirmed.`)
}
