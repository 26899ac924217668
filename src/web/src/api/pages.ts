import { answer } from './client'

export interface Page<T> {
  items: T[]
  /** Where the next page starts, or null on the last one. */
  after: string | null
}

/** Reads `Link: </events?after=abc>; rel="next"`. */
export function nextCursor(link: string | null): string | null {
  for (const part of link?.split(/,\s*(?=<)/) ?? []) {
    const match = /<([^>]+)>.*;\s*rel="?next"?/.exec(part)
    if (match?.[1]) return new URL(match[1], 'http://origin').searchParams.get('after')
  }
  return null
}

export async function page<T>(call: Parameters<typeof answer<T[]>>[0]): Promise<Page<T>> {
  const { data, response } = await answer<T[]>(call)
  return { items: data, after: nextCursor(response.headers.get('Link')) }
}

/** What vue-query needs to walk through pages. */
export const paged = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: { after: string | null }) => last.after ?? undefined,
}
