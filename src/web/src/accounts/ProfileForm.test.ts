import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { ben } from '@/testing/cast'
import { serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import ProfileForm from './ProfileForm.vue'

it('asks for a new address once, however often the rest is saved', async () => {
  const calls = serve({ 'PATCH /user/2': () => ben })
  const { wrapper } = await stage(ProfileForm, { viewer: ben })
  const save = async (label: string, text: string) => {
    await wrapper.find(`input[autocomplete="${label}"]`).setValue(text)
    await wrapper.find('form').trigger('submit')
    await flushPromises()
  }

  await save('email', 'new@example.com')
  await save('name', 'Ben the Second')
  await save('email', 'newer@example.com')

  expect(calls.filter(call => call.method === 'PATCH').map(call => (call.body as { email?: string }).email))
    .toEqual(['new@example.com', undefined, 'newer@example.com'])
})
