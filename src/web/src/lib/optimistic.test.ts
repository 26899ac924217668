import { QueryClient } from '@tanstack/vue-query'
import { describe, expect, it } from 'vitest'
import { optimistically } from './optimistic'

const key = ['things', 1]
const filled = (value: number): QueryClient => {
  const client = new QueryClient()
  client.setQueryData(key, value)
  return client
}
const plusOne = (cached: unknown) => (cached as number) + 1

describe('optimistically', () => {
  it('shows the change before the server has answered', async () => {
    const client = filled(1)
    let seen: unknown
    await optimistically(client, {
      keys: [['things']],
      change: plusOne,
      send: async () => { seen = client.getQueryData(key) },
    })
    expect(seen).toBe(2)
    expect(client.getQueryData(key)).toBe(2)
  })

  it('puts everything back when the server refuses, and says so', async () => {
    const client = filled(1)
    const sent = optimistically(client, {
      keys: [['things']],
      change: plusOne,
      send: () => Promise.reject(new Error('no')),
    })
    await expect(sent).rejects.toThrow('no')
    expect(client.getQueryData(key)).toBe(1)
  })

  it('undoes no other change with its own, and asks again', async () => {
    const client = filled(1)
    let refuse = () => {}
    const first = optimistically(client, {
      keys: [['things']],
      change: plusOne,
      send: () => new Promise((_, reject) => { refuse = () => reject(new Error('no')) }),
    })
    await optimistically(client, {
      keys: [['things']],
      change: cached => (cached as number) + 10,
      send: async () => {},
    })
    refuse()
    await expect(first).rejects.toThrow('no')
    expect(client.getQueryData(key)).toBe(12)
    expect(client.getQueryState(key)?.isInvalidated).toBe(true)
  })

  it('takes over what really happened', async () => {
    const client = filled(1)
    await optimistically(client, {
      keys: [['things']],
      change: plusOne,
      send: async () => 40,
      settle: (cached, answer) => (cached as number) + answer,
    })
    expect(client.getQueryData(key)).toBe(42)
  })
})
