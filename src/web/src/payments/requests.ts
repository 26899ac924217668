import { api, body, intent } from '@/api/client'
import { page, type Page } from '@/api/pages'
import type { InvoiceDetails } from '@/api/types'
import { asHolder } from '@/ticketing/guestTokens'

export type SandboxOutcome = 'pay' | 'decline' | 'abandon'

export const issueInvoice = (eventId: number, bookingId: number, key: string) =>
  body(api.POST('/events/{id}/attending/{aid}/invoice', {
    params: { path: { id: eventId, aid: bookingId } },
    headers: { ...asHolder(bookingId), ...intent(key).headers },
  }))

/** All papers of a booking, the newest first: an invoice that was corrected is followed by its credit note. */
export const listInvoices = (eventId: number, bookingId: number): Promise<Page<InvoiceDetails>> =>
  page(api.GET('/events/{id}/attending/{aid}/invoice', {
    params: { path: { id: eventId, aid: bookingId } },
    headers: asHolder(bookingId),
  }))

export const showInvoice = (eventId: number, bookingId: number, invoiceId: number) =>
  body(api.GET('/events/{id}/attending/{aid}/invoice/{iid}', {
    params: { path: { id: eventId, aid: bookingId, iid: invoiceId } },
    headers: asHolder(bookingId),
  }))

export const showSandboxPayment = (reference: string) =>
  body(api.GET('/sandbox/payments/{reference}', { params: { path: { reference } } }))

export const chooseSandboxOutcome = (reference: string, outcome: SandboxOutcome, key: string) =>
  body(api.POST('/sandbox/payments/{reference}', {
    params: { path: { reference } },
    body: { outcome },
    ...intent(key),
  }))
