import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { stage } from '@/testing/stage'
import DiscoverFilters from './DiscoverFilters.vue'

enableAutoUnmount(afterEach)
afterEach(() => {
  vi.restoreAllMocks()
})

it('brings the whole chip that the keyboard reaches into its row, be it a field or a button', async () => {
  const { wrapper } = await stage(DiscoverFilters, {
    tags: ['jazz'], typed: '', frame: 'any', free: false, tag: '',
  })
  const brought: string[] = []
  vi.spyOn(HTMLElement.prototype, 'scrollIntoView').mockImplementation(function (this: HTMLElement, how) {
    brought.push(`${this.textContent?.trim()} ${JSON.stringify(how)}`)
  })
  const nearest = JSON.stringify({ block: 'nearest', inline: 'nearest' })
  const field = wrapper.findAll<HTMLInputElement>('.chip input').at(-1)
  field?.element.focus()
  wrapper.findAll<HTMLButtonElement>('button.chip').at(-1)?.element.focus()
  expect(brought).toEqual([`${wrapper.findAll('label.chip').at(-1)?.text()} ${nearest}`, `jazz ${nearest}`])
})
