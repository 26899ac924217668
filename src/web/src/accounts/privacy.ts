import { api, body, intent } from '@/api/client'

const self = (id: number) => ({ params: { path: { id } } })

export const listExports = (id: number) => body(api.GET('/user/{id}/exports', self(id)))

export const askForExport = (id: number, key: string) =>
  body(api.POST('/user/{id}/exports', { params: { path: { id } }, ...intent(key) }))

export const showErasure = (id: number) => body(api.GET('/user/{id}/erasure', self(id)))

export const askForErasure = (id: number) => body(api.POST('/user/{id}/erasure', self(id)))

export const keepAccount = (id: number) => body(api.DELETE('/user/{id}/erasure', self(id)))
