import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { paged, type Page } from '@/api/pages'
import type { PostDetails } from '@/api/types'
import { listPosts, showPost, type PostFilter } from './requests'

/** Every cached answer that shows posts starts with this word. */
export const postsKey = ['posts'] as const

export const usePostStream = (filter: MaybeRefOrGetter<PostFilter>) => useInfiniteQuery({
  queryKey: [...postsKey, 'stream', filter],
  queryFn: ({ pageParam }) => listPosts(toValue(filter), pageParam),
  ...paged,
})

export const usePost = (id: MaybeRefOrGetter<number>) => useQuery({
  queryKey: [...postsKey, 'one', id],
  queryFn: () => showPost(toValue(id)),
})

interface Stream { pages: Page<PostDetails>[] }

const isStream = (cached: unknown): cached is Stream =>
  typeof cached === 'object' && cached !== null && 'pages' in cached
const isPost = (cached: unknown): cached is PostDetails =>
  typeof cached === 'object' && cached !== null && 'like_count' in cached

/** A cached answer with one post of it changed, whether it is that post or a stream that contains it. */
export function withPost(cached: unknown, id: number, change: (post: PostDetails) => PostDetails): unknown {
  if (isPost(cached)) return cached.id === id ? change(cached) : cached
  if (!isStream(cached)) return cached
  const pages = cached.pages.map(page => ({
    ...page,
    items: page.items.map(post => post.id === id ? change(post) : post),
  }))
  return { ...cached, pages }
}
