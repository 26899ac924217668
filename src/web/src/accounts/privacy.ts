import { api, body, intent } from '@/api/client'
import type { ConsentText } from '@/api/types'

const self = (id: number) => ({ params: { path: { id } } })

export const listExports = (id: number) => body(api.GET('/user/{id}/exports', self(id)))

export const askForExport = (id: number, key: string) =>
  body(api.POST('/user/{id}/exports', { params: { path: { id } }, ...intent(key) }))

export const showErasure = (id: number) => body(api.GET('/user/{id}/erasure', self(id)))

export const askForErasure = (id: number) => body(api.POST('/user/{id}/erasure', self(id)))

export const keepAccount = (id: number) => body(api.DELETE('/user/{id}/erasure', self(id)))

export const listRetention = () => body(api.GET('/retention'))

export const listConsentTexts = () => body(api.GET('/consents'))

export const listConsents = (id: number) => body(api.GET('/user/{id}/consents', self(id)))

/** Agrees to this text, or takes it back. */
export const noteConsent = (id: number, { kind, version }: ConsentText, given: boolean) =>
  body(api.POST('/user/{id}/consents', { ...self(id), body: { kind, version, given } }))
