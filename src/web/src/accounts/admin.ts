import { api, body } from '@/api/client'
import { page, type Page } from '@/api/pages'
import type { AccountDetails, AuditEntry, Role } from '@/api/types'

/** The pages of admins, in the order of their navigation. */
export const adminPages: readonly { to: string, label: string }[] = [
  { to: '/admin/people', label: 'People' },
  { to: '/admin/audit', label: 'Audit' },
  { to: '/admin/mail', label: 'Mails' },
  { to: '/admin/report', label: 'Reports' },
]

const perPage = 50

export interface AuditFilter {
  actor?: number
  subject?: string
  action?: string
  from?: string
  until?: string
}

export const listAudit = (filter: AuditFilter, after?: string): Promise<Page<AuditEntry>> =>
  page(api.GET('/audit', { params: { query: { ...filter, limit: perPage, after } } }))

export const listTeamAudit = (id: number, after?: string): Promise<Page<AuditEntry>> =>
  page(api.GET('/organisers/{id}/audit', { params: { path: { id }, query: { limit: perPage, after } } }))

/** Where the same rows can be taken away. */
export function exportAddress(filter: AuditFilter, format: 'csv' | 'json'): string {
  const asked = Object.entries({ ...filter, format }).filter(([, value]) => value !== undefined)
  return `/audit/export?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}`
}

export interface AccountFilter { find?: string, role?: Role }

export const listAccounts = (filter: AccountFilter, after?: string): Promise<Page<AccountDetails>> =>
  page(api.GET('/admin/accounts', { params: { query: { ...filter, limit: perPage, after } } }))

export const changeAccount = (id: number, role: Role) =>
  body(api.PATCH('/admin/accounts/{id}', { params: { path: { id } }, body: { role } }))

export const showSupportView = (id: number) =>
  body(api.GET('/admin/accounts/{id}/support-view', { params: { path: { id } } }))

export const showSupportConsent = (id: number) =>
  body(api.GET('/user/{id}/support-consent', { params: { path: { id } } }))

export const giveSupportConsent = (id: number, hours: number) =>
  body(api.POST('/user/{id}/support-consent', { params: { path: { id } }, body: { hours } }))

export const withdrawSupportConsent = (id: number) =>
  body(api.DELETE('/user/{id}/support-consent', { params: { path: { id } } }))

type Changes = Record<string, { from?: unknown, to?: unknown }>

const short = (value: unknown): string =>
  value === null || value === undefined || value === '' ? 'nothing'
  : typeof value === 'object' ? JSON.stringify(value) : String(value)

const inWords = (code: string): string => code.replaceAll('_', ' ')

/** What was done, as its code says it: `events.event_updated` is "Event updated". */
export function deedOf({ action }: AuditEntry): string {
  const words = inWords(action.slice(action.indexOf('.') + 1))
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What it was done to: `event:7` is "event 7". */
export const thingOf = ({ subject }: AuditEntry): string => inWords(subject).replace(':', ' ')

/** What a row of the audit says beside who and what: what was and is, or what else was noted. */
export function detailsOf(entry: AuditEntry): string[] {
  const details = (entry.details ?? {}) as Record<string, unknown>
  const changes = Object.entries((details.changes ?? {}) as Changes)
    .map(([name, { from, to }]) => `${inWords(name)}: ${short(from)} → ${short(to)}`)
  const rest = Object.entries(details)
    .filter(([name, value]) => value !== null && name !== 'changes' && !(name === 'changed' && changes.length > 0)
      && !(name === 'address' && value === entry.address))
    .map(([name, value]) => `${inWords(name)}: ${short(value)}`)
  return [...changes, ...rest]
}
