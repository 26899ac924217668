import { api, body } from '@/api/client'
import { page, type Page } from '@/api/pages'
import type { CreateKeyRequest, KeyDetails, KeyScope } from '@/api/types'

const keysPerPage = 50

export const listKeys = (organiserId?: number, after?: string): Promise<Page<KeyDetails>> =>
  page(api.GET('/keys', { params: { query: { organiser_id: organiserId, limit: keysPerPage, after } } }))

/** The answer holds a secret and is not kept for a repetition, so it carries no key of ours. */
export const createKey = (request: CreateKeyRequest) => body(api.POST('/keys', { body: request }))

export const revokeKey = (id: number) => body(api.DELETE('/keys/{id}', { params: { path: { id } } }))

export const keyScopes: readonly { value: KeyScope, label: string }[] = [
  { value: 'read_events', label: 'Read events and venues, drafts too' },
  { value: 'manage_events', label: 'List, change and call off events, with their vouchers' },
  { value: 'read_orders', label: 'Read bookings, invoices and door lists' },
  { value: 'manage_orders', label: 'Book, change and call off bookings, issue invoices' },
  { value: 'read_teams', label: 'Read organisers, their teams and what was done there' },
]

/** How long a key is good, in days; the last has no end of its own. */
export const keyLifetimes: readonly { value: string, label: string }[] = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Until it is revoked' },
]
