import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import TeamList from './TeamList.vue'

it('offers to create an organiser, in words that do not read as done', async () => {
  serve({ 'GET /organisers': () => [] })
  const { wrapper } = await stage(TeamList, {})
  await flushPromises()
  await wrapper.findAll('button').find(button => button.text() === 'Create an organiser')?.trigger('click')
  expect(wrapper.get('[type="submit"]').text()).toBe('Create it')
  expect(wrapper.text()).not.toMatch(/found/i)
})
