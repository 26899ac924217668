import { api, body, intent } from '@/api/client'
import { page } from '@/api/pages'
import type { CreatePostRequest, UpdatePostRequest } from '@/api/types'

export interface PostFilter { event_id?: number, author_id?: number }

const postsPerPage = 10
const commentsPerPage = 50

export const listPosts = (filter: PostFilter, after?: string) =>
  page(api.GET('/posts', { params: { query: { ...filter, limit: postsPerPage, after } } }))

export const showPost = (id: number) => body(api.GET('/posts/{id}', { params: { path: { id } } }))

export const createPost = (request: CreatePostRequest, key: string) =>
  body(api.POST('/posts', { body: request, ...intent(key) }))

export const updatePost = (id: number, request: UpdatePostRequest) =>
  body(api.PATCH('/posts/{id}', { params: { path: { id } }, body: request }))

export const deletePost = (id: number) => body(api.DELETE('/posts/{id}', { params: { path: { id } } }))

export const listComments = (id: number, after?: string) =>
  page(api.GET('/posts/{id}/comments', { params: { path: { id }, query: { limit: commentsPerPage, after } } }))

export const createComment = (id: number, content: string, key: string) =>
  body(api.POST('/posts/{id}/comments', { params: { path: { id } }, body: { content }, ...intent(key) }))

export const updateComment = (id: number, cid: number, content: string) =>
  body(api.PATCH('/posts/{id}/comments/{cid}', { params: { path: { id, cid } }, body: { content } }))

export const deleteComment = (id: number, cid: number) =>
  body(api.DELETE('/posts/{id}/comments/{cid}', { params: { path: { id, cid } } }))

export const likePost = (id: number) => body(api.POST('/posts/{id}/likes', { params: { path: { id } } }))

export const unlikePost = (id: number, lid: number) =>
  body(api.DELETE('/posts/{id}/likes/{lid}', { params: { path: { id, lid } } }))
