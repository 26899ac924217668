import { flushPromises } from '@vue/test-utils'
import { useQueryClient } from '@tanstack/vue-query'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { PostDetails } from '@/api/types'
import { post } from '@/testing/cast'
import { Refusal, serve, type Call } from '@/testing/server'
import { stage } from '@/testing/stage'
import { toasts } from '@/ui/toasts'
import LikeButton from './LikeButton.vue'
import { usePost } from './posts'

/** The button as pages show it: fed from the cache. */
const Shown = defineComponent(() => {
  useQueryClient().setQueryData(['posts', 'one', 3], post)
  const { data } = usePost(3)
  return () => data.value ? h(LikeButton, { post: data.value }) : null
})

const heart = async () => {
  const { wrapper, client } = await stage(Shown, {})
  await flushPromises()
  const button = wrapper.find('button')
  const look = () => [button.attributes('aria-pressed'), button.find('.tabular').text()]
  return { button, look, cached: () => client.getQueryData<PostDetails>(['posts', 'one', 3]) }
}

describe('LikeButton', () => {
  beforeEach(() => void toasts.splice(0))

  it('shows the like at once and remembers its number', async () => {
    let answer: (like: unknown) => void = () => undefined
    serve({ 'POST /posts/3/likes': () => new Promise(resolve => (answer = resolve)) })
    const { button, look, cached } = await heart()
    expect(look()).toEqual(['false', '4'])
    await button.trigger('click')
    await flushPromises()
    expect(look()).toEqual(['true', '5'])
    answer({ id: 99 })
    await flushPromises()
    expect(cached()?.my_like_id).toBe(99)
  })

  it('puts the heart back when the server refuses', async () => {
    serve({ 'POST /posts/3/likes': () => { throw new Refusal(429, 'Too many likes') } })
    const { button, look } = await heart()
    await button.trigger('click')
    await flushPromises()
    expect(look()).toEqual(['false', '4'])
    expect(toasts.map(({ text, tone }) => [text, tone])).toEqual([['Too many likes', 'bad']])
  })

  it('takes the like back by its number', async () => {
    const calls: Call[] = serve({
      'POST /posts/3/likes': () => ({ id: 99 }),
      'DELETE /posts/3/likes/99': () => ({ message: 'gone' }),
    })
    const { button, look } = await heart()
    await button.trigger('click')
    await flushPromises()
    await button.trigger('click')
    await flushPromises()
    expect(look()).toEqual(['false', '4'])
    expect(calls.map(({ method }) => method)).toEqual(['POST', 'DELETE'])
  })
})
