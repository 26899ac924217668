import { api, body, intent } from '@/api/client'
import { page, type Page } from '@/api/pages'
import type { CreateVoucherRequest, VoucherDetails } from '@/api/types'

const vouchersPerPage = 20

export const listVouchers = (eventId: number, after?: string): Promise<Page<VoucherDetails>> =>
  page(api.GET('/events/{id}/vouchers', {
    params: { path: { id: eventId }, query: { limit: vouchersPerPage, after } },
  }))

export const createVoucher = (eventId: number, request: CreateVoucherRequest, key: string) =>
  body(api.POST('/events/{id}/vouchers', { params: { path: { id: eventId } }, body: request, ...intent(key) }))

export const withdrawVoucher = (eventId: number, vid: number) =>
  body(api.DELETE('/events/{id}/vouchers/{vid}', { params: { path: { id: eventId, vid } } }))
