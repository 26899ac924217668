import { api, body, intent } from '@/api/client'

export type SandboxOutcome = 'pay' | 'decline' | 'abandon'

export const issueInvoice = (eventId: number, bookingId: number, key: string) =>
  body(api.POST('/events/{id}/attending/{aid}/invoice', {
    params: { path: { id: eventId, aid: bookingId } },
    ...intent(key),
  }))

export const showInvoice = (eventId: number, bookingId: number, invoiceId: number) =>
  body(api.GET('/events/{id}/attending/{aid}/invoice/{iid}', {
    params: { path: { id: eventId, aid: bookingId, iid: invoiceId } },
  }))

export const showSandboxPayment = (reference: string) =>
  body(api.GET('/sandbox/payments/{reference}', { params: { path: { reference } } }))

export const chooseSandboxOutcome = (reference: string, outcome: SandboxOutcome, key: string) =>
  body(api.POST('/sandbox/payments/{reference}', {
    params: { path: { reference } },
    body: { outcome },
    ...intent(key),
  }))
