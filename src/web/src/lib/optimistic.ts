import type { QueryClient, QueryKey } from '@tanstack/vue-query'

export interface OptimisticChange<Answer> {
  /** The cached answers that show the thing, by prefix of their keys. */
  keys: QueryKey[]
  /** How each cached answer looks once the change is made. */
  change: (cached: unknown) => unknown
  send: () => Promise<Answer>
  /** How each cached answer looks once the server has said what really happened. */
  settle?: (cached: unknown, answer: Answer) => unknown
}

/** The one way to show a change before the server has agreed; when the server refuses, it is put back. What was changed
 *  otherwise meanwhile is not undone with it, but asked for again. */
export async function optimistically<Answer>(client: QueryClient, plan: OptimisticChange<Answer>): Promise<Answer> {
  const { keys, change, send, settle } = plan
  await Promise.all(keys.map(queryKey => client.cancelQueries({ queryKey })))
  const before = keys.flatMap(queryKey => client.getQueriesData({ queryKey }))
  const changed = before.filter(([, cached]) => cached !== undefined)
    .map(([key, cached]) => ({ key, cached, shown: client.setQueryData(key, change(cached)) }))
  try {
    const answer = await send()
    for (const [key] of before) {
      if (settle) client.setQueryData(key, (now: unknown) => now === undefined ? now : settle(now, answer))
    }
    return answer
  }
  catch (error) {
    for (const { key, cached, shown } of changed) {
      if (client.getQueryData(key) === shown) client.setQueryData(key, cached)
      else void client.invalidateQueries({ queryKey: key, exact: true })
    }
    throw error
  }
}
