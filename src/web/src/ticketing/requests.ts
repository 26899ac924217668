import { api, body, intent } from '@/api/client'
import { page } from '@/api/pages'

export interface TicketChoice { seat_section: string, total_tickets: number }

const bookingsPerPage = 20

export const showAvailability = (eventId: number) =>
  body(api.GET('/events/{id}/availability', { params: { path: { id: eventId } } }))

export const bookEvent = (eventId: number, choice: TicketChoice, key: string) =>
  body(api.POST('/events/{id}/attending', { params: { path: { id: eventId } }, body: choice, ...intent(key) }))

export const showBookingByUuid = (uuid: string) =>
  body(api.GET('/bookings/{uuid}', { params: { path: { uuid } } }))

export const changeBooking = (eventId: number, aid: number, choice: Partial<TicketChoice>) =>
  body(api.PATCH('/events/{id}/attending/{aid}', { params: { path: { id: eventId, aid } }, body: choice }))

export const cancelBooking = (eventId: number, aid: number) =>
  body(api.DELETE('/events/{id}/attending/{aid}', { params: { path: { id: eventId, aid } } }))

export const listMyBookings = (userId: number, after?: string) =>
  page(api.GET('/user/{id}/bookings', { params: { path: { id: userId }, query: { limit: bookingsPerPage, after } } }))

export const listBookings = (eventId: number, after?: string) =>
  page(api.GET('/events/{id}/attending', {
    params: { path: { id: eventId }, query: { limit: bookingsPerPage, after } },
  }))
