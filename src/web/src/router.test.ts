import { beforeEach, expect, it } from 'vitest'
import { queryClient } from '@/lib/queryClient'
import { bensSession } from '@/testing/cast'
import { Refusal, serve } from '@/testing/server'
import { router } from './router'

beforeEach(() => queryClient.clear())

const asVisitor = { 'GET /auth/session': () => { throw new Refusal(401, 'no') } }

it.each([
  ['/sign-in?next=/tickets', '/tickets'], ['/sign-up?next=/tickets', '/tickets'], ['/sign-in', '/'],
  ['/sign-in?next=//evil.example', '/'],
])('goes on from %s to %s who is signed in already', async (address, led) => {
  serve({ 'GET /auth/session': () => bensSession })
  await router.push('/nowhere')
  await router.push(address)
  expect(router.currentRoute.value.fullPath).toBe(led)
})

it.each(['/sign-in?next=/tickets', '/sign-up'])('shows %s to a visitor', async (address) => {
  serve(asVisitor)
  await router.push(address)
  expect(router.currentRoute.value.fullPath).toBe(address)
})
