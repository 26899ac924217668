import type { InvoiceDetails } from '@/api/types'

export const kindOf = ({ kind }: InvoiceDetails): string => kind === 'credit_note' ? 'Credit note' : 'Invoice'

/** `Credit note 2026-000017` */
export const nameOf = (invoice: InvoiceDetails): string => `${kindOf(invoice)} ${invoice.number}`
