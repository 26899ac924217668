import { api, body, intent } from '@/api/client'
import { page } from '@/api/pages'
import type { ChoiceDetails } from '@/api/types'

export const showChoices = () => body(api.GET('/notifications/choices'))

export const changeChoices = (choices: Pick<ChoiceDetails, 'kind' | 'channel' | 'wanted'>[]) =>
  body(api.PUT('/notifications/choices', { body: { choices } }))

/** What the link in a mail would switch off. */
export const showSubscription = (token: string) =>
  body(api.GET('/notifications/subscriptions/{token}', { params: { path: { token } } }))

export const unsubscribe = (token: string) =>
  body(api.POST('/unsubscribe/{token}', { params: { path: { token } } }))

export type MailState = 'kept' | 'waiting' | 'sent' | 'dead'

export const listMails = (state: MailState | undefined, after: string | undefined) =>
  page(api.GET('/admin/mails', { params: { query: { state, after, limit: 30 } } }))

export const showMail = (id: number) => body(api.GET('/admin/mails/{id}', { params: { path: { id } } }))

export const listDevelopmentMails = (after: string | undefined) =>
  page(api.GET('/dev/mails', { params: { query: { after, limit: 30 } } }))

export const showDevelopmentMail = (id: number) => body(api.GET('/dev/mails/{id}', { params: { path: { id } } }))

/** Lets a mail be tried again. */
export const resendMail = (id: number) => body(api.POST('/admin/mails/{id}/resend', { params: { path: { id } } }))

export const resendDeadLetters = () => body(api.POST('/admin/mails/resend'))

export const showMailHealth = () => body(api.GET('/admin/mails/health'))

export const sendTestMail = (key: string) => body(api.POST('/admin/mails/test', intent(key)))

export const showMonthlyReport = (month: string | undefined) =>
  body(api.GET('/reports/monthly', { params: { query: { month } } }))

/** Where the same is fetched as a PDF. */
export const paperAddress = (month: string): string => `/reports/monthly.pdf?month=${month}`

export const showReportSetting = () => body(api.GET('/reports/setting'))

export const changeReportSetting = (pdf: boolean) => body(api.PUT('/reports/setting', { body: { pdf } }))

export const listReportRuns = (after: string | undefined) =>
  page(api.GET('/admin/reports', { params: { query: { limit: 20, after } } }))
