import { api, body, intent } from '@/api/client'
import { page } from '@/api/pages'
import type { BookingDetails, HoldDetails, VoucherOffer } from '@/api/types'
import type { WantedLine } from './choice'
import { asHolder, forgetToken, rememberToken } from './guestTokens'
import { explained } from './refusals'

export interface TicketChoice { seat_section: string, total_tickets: number }
export interface PlacesWish { lines: WantedLine[], voucher: string | null }
export interface OrderWish { hold_id: number, name: string | null, email: string | null }

const bookingsPerPage = 20
const eventGone = 'This event is gone: it was called off or taken down.'
const bookingGone = 'This booking is gone: it was cancelled.'
const holdGone = 'These places are not held for you any more.'

const ofHold = (id: number) => ({ params: { path: { id } }, headers: asHolder(id) })

export const showAvailability = (eventId: number) =>
  body(api.GET('/events/{id}/availability', { params: { path: { id: eventId } } }))

export const showVoucher = (eventId: number, code: string): Promise<VoucherOffer> =>
  explained(body(api.GET('/events/{id}/voucher', { params: { path: { id: eventId }, query: { code } } })), eventGone)

export async function holdPlaces(wish: PlacesWish & { event_id: number }, key: string): Promise<HoldDetails> {
  const hold = await explained(body(api.POST('/holds', { body: wish, ...intent(key) })), eventGone)
  if (hold.token) rememberToken(hold.id, hold.token)
  return hold
}

export const showHold = (id: number) => body(api.GET('/holds/{id}', ofHold(id)))

export const changeHold = (id: number, wish: PlacesWish) =>
  explained(body(api.PATCH('/holds/{id}', { ...ofHold(id), body: wish })), holdGone)

export const extendHold = (id: number, key: string) =>
  explained(body(api.POST('/holds/{id}/extension', {
    params: { path: { id } },
    headers: { ...asHolder(id), ...intent(key).headers },
  })), holdGone)

export const releaseHold = (id: number) => explained(body(api.DELETE('/holds/{id}', ofHold(id))), holdGone)

export async function placeOrder(wish: OrderWish, key: string): Promise<BookingDetails> {
  const order = await explained(body(api.POST('/orders', {
    body: wish,
    headers: { ...asHolder(wish.hold_id), ...intent(key).headers },
  })), holdGone)
  if (order.user) forgetToken(order.id)
  return order
}

export const showOrder = (id: number) => body(api.GET('/orders/{id}', ofHold(id)))

export const drawTicketCode = (number: string, orderId: number): Promise<string> =>
  body(api.GET('/tickets/{number}/qr.svg', {
    params: { path: { number } },
    headers: asHolder(orderId),
    parseAs: 'text',
  }))

export const showBookingByUuid = (uuid: string) =>
  body(api.GET('/bookings/{uuid}', { params: { path: { uuid } } }))

const ofBooking = (eventId: number, aid: number) =>
  ({ params: { path: { id: eventId, aid } }, headers: asHolder(aid) })

export const changeBooking = (eventId: number, aid: number, choice: Partial<TicketChoice>) =>
  explained(body(api.PATCH('/events/{id}/attending/{aid}', { ...ofBooking(eventId, aid), body: choice })), bookingGone)

export const cancelBooking = (eventId: number, aid: number) =>
  explained(body(api.DELETE('/events/{id}/attending/{aid}', ofBooking(eventId, aid))), bookingGone)

export const showCalendarFile = (eventId: number, aid: number): Promise<string> =>
  explained(body(api.GET('/events/{id}/attending/{aid}/calendar.ics', {
    ...ofBooking(eventId, aid),
    parseAs: 'text',
  })), bookingGone)

export const listMyBookings = (userId: number, after?: string) =>
  page(api.GET('/user/{id}/bookings', { params: { path: { id: userId }, query: { limit: bookingsPerPage, after } } }))

export const listBookings = (eventId: number, after?: string) =>
  page(api.GET('/events/{id}/attending', {
    params: { path: { id: eventId }, query: { limit: bookingsPerPage, after } },
  }))
