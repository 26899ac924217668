import { api, body } from '@/api/client'
import { returnPath } from './returnTo'

const nextKey = 'seatmate.next'

export const listProviders = () => body(api.GET('/auth/providers'))

export const listLinks = () => body(api.GET('/auth/links'))

export const unlink = (id: number) => body(api.DELETE('/auth/links/{id}', { params: { path: { id } } }))

export const listInterests = (id: number) =>
  body(api.GET('/user/{id}/interests', { params: { path: { id } } }))

export const dropInterest = (id: number, interestId: number) =>
  body(api.DELETE('/user/{id}/interests/{interestId}', { params: { path: { id, interestId } } }))

/** Leaves for the provider; it sends the browser back to /connect/…, and from there to `next`. */
export async function visit(provider: string, purpose: 'sign-in' | 'link', next: string): Promise<void> {
  const params = { path: { provider } }
  const { address } = await body(purpose === 'link'
    ? api.POST('/auth/providers/{provider}/link', { params })
    : api.POST('/auth/providers/{provider}/sign-in', { params }))
  sessionStorage.setItem(nextKey, next)
  location.assign(address)
}

export interface ProviderReply { state: string, code?: string, error?: string, iss?: string }

export const finishVisit = (provider: string, reply: ProviderReply) =>
  body(api.POST('/auth/providers/{provider}/return', { params: { path: { provider } }, body: reply }))

/** Where somebody wanted to go before they left for the provider. */
export const wantedPath = (): string => returnPath(sessionStorage.getItem(nextKey))
