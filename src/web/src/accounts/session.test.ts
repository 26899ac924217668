import { afterEach, beforeEach, expect, it } from 'vitest'
import { useDraft } from '@/lib/draft'
import { queryClient } from '@/lib/queryClient'
import { bensSession } from '@/testing/cast'
import { Refusal, serve } from '@/testing/server'
import { ensureSession, forget, isSignedOut, signIn } from './session'

const blank = () => ({ text: '' })
const adasSession = { ...bensSession, user: { ...bensSession.user, id: 1 } }

beforeEach(() => {
  queryClient.clear()
  sessionStorage.clear()
})
afterEach(() => queryClient.clear())

it('does not offer what one typed in a restored session to the next person in the tab', async () => {
  serve({ 'GET /auth/session': () => bensSession, 'POST /auth/session': () => adasSession })
  await ensureSession()
  useDraft('post:new', blank).draft.value.text = 'Mine'
  forget()
  expect(useDraft('post:new', blank).draft.value.text).toBe('Mine')
  await signIn('ada@example.com', 'correct horse')
  expect(useDraft('post:new', blank).draft.value.text).toBe('')
})

it('knows at once that nobody is signed in', async () => {
  serve({ 'GET /auth/session': () => { throw new Refusal(401, 'Who are you?') } })
  expect(isSignedOut()).toBe(false)
  await ensureSession()
  expect(isSignedOut()).toBe(true)
})
