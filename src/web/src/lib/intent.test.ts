import { describe, expect, it, vi } from 'vitest'
import { Problem, unreachable } from '@/api/problem'
import { useIntent } from './intent'

type Send = (wish: string, key: string) => Promise<string>

const keysOf = (send: ReturnType<typeof vi.fn<Send>>) => send.mock.calls.map(([, key]) => key)

describe('intent', () => {
  it('sends a double click once, and answers both', async () => {
    const send = vi.fn<Send>(async wish => `${wish}!`)
    const { run, isRunning } = useIntent(send)
    const both = Promise.all([run('two'), run('two')])
    expect(isRunning.value).toBe(true)
    expect(await both).toEqual(['two!', 'two!'])
    expect(send).toHaveBeenCalledTimes(1)
    expect(isRunning.value).toBe(false)
  })

  it('answers another wish by itself while the first is under way', async () => {
    const send = vi.fn<Send>(async wish => `${wish}!`)
    const { run, isRunning } = useIntent(send)
    const all = Promise.all([run('two'), run('three'), run('two')])
    expect(await all).toEqual(['two!', 'three!', 'two!'])
    expect(new Set(keysOf(send)).size).toBe(2)
    expect(send).toHaveBeenCalledTimes(2)
    expect(isRunning.value).toBe(false)
  })

  it('repeats the key after an answer that never came', async () => {
    const send = vi.fn<Send>().mockRejectedValueOnce(unreachable()).mockResolvedValueOnce('done')
    const { run } = useIntent(send)
    await expect(run('two')).rejects.toThrow()
    await run('two')
    const [first, second] = keysOf(send)
    expect(second).toBe(first)
  })

  it('starts a new key after a refusal', async () => {
    const send = vi.fn<Send>().mockRejectedValueOnce(new Problem(409, 'sold-out', 'gone')).mockResolvedValueOnce('done')
    const { run } = useIntent(send)
    await expect(run('two')).rejects.toThrow('gone')
    await run('two')
    expect(new Set(keysOf(send)).size).toBe(2)
  })

  it('starts a new key for another wish, and for the same wish once it was granted', async () => {
    const send = vi.fn<Send>().mockRejectedValueOnce(unreachable()).mockResolvedValue('done')
    const { run } = useIntent(send)
    await expect(run('two')).rejects.toThrow()
    await run('three')
    await run('three')
    expect(new Set(keysOf(send)).size).toBe(3)
  })
})
