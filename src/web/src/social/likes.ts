import { useQueryClient } from '@tanstack/vue-query'
import { ref, type Ref } from 'vue'
import { messageOf } from '@/api/problem'
import type { PostDetails } from '@/api/types'
import { optimistically } from '@/lib/optimistic'
import { say } from '@/ui/toasts'
import { postsKey, withPost } from './posts'
import { likePost, unlikePost } from './requests'

/** Stands for a like that the server has not numbered yet. */
const notYetKnown = 0

const liked = (post: PostDetails): PostDetails =>
  ({ ...post, my_like_id: notYetKnown, like_count: post.like_count + 1 })

const unliked = (post: PostDetails): PostDetails =>
  ({ ...post, my_like_id: null, like_count: Math.max(0, post.like_count - 1) })

/** Likes or unlikes at once on screen; when the server refuses, the heart goes back. */
export function useLike(): { toggle: (post: PostDetails) => Promise<void>, isBusy: Ref<boolean> } {
  const client = useQueryClient()
  const isBusy = ref(false)
  const keys = [postsKey]

  const like = (post: PostDetails) => optimistically(client, {
    keys,
    change: cached => withPost(cached, post.id, liked),
    send: () => likePost(post.id),
    settle: (cached, answer) => withPost(cached, post.id, now => ({ ...now, my_like_id: answer.id })),
  })

  const unlike = (post: PostDetails, likeId: number) => optimistically(client, {
    keys,
    change: cached => withPost(cached, post.id, unliked),
    send: () => unlikePost(post.id, likeId),
  })

  async function toggle(post: PostDetails): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    try {
      await (post.my_like_id === null ? like(post) : unlike(post, post.my_like_id))
    }
    catch (error) {
      say(messageOf(error), 'bad')
    }
    finally {
      isBusy.value = false
    }
  }

  return { toggle, isBusy }
}
