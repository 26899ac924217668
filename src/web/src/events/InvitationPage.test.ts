import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import InvitationPage from './InvitationPage.vue'

it('shows the token of the mailed link, and takes it out of the address', async () => {
  const calls = serve({})
  const { router } = await stage(InvitationPage, { id: '5' }, '/organise/invitations/5#token=secret')
  await flushPromises()
  expect(calls).toMatchObject([{ method: 'GET', path: '/invitations/5', token: 'secret' }])
  expect(router.currentRoute.value.fullPath).toBe('/organise/invitations/5')
})
