import { api, body, intent } from '@/api/client'
import { page, type Page } from '@/api/pages'
import { isNotFound } from '@/api/problem'
import type {
  CreateEventRequest, CreateReviewRequest, CreateVenueRequest, EventSummary, ReviewDetails, UpdateEventRequest,
  VenueSummary,
} from '@/api/types'

export interface EventFilter {
  sort?: 'date' | '-date' | '-rating'
  from?: string
  until?: string
  tag?: string
  free?: true
  mine?: true
}

const eventsPerPage = 24

export const listEvents = (filter: EventFilter, after?: string): Promise<Page<EventSummary>> =>
  page(api.GET('/events', { params: { query: { ...filter, limit: eventsPerPage, after } } }))

/** A search that finds nothing is an answer, not a failure. */
async function orNothing<T>(found: Promise<Page<T>>): Promise<Page<T>> {
  try {
    return await found
  }
  catch (error) {
    if (isNotFound(error)) return { items: [], after: null }
    throw error
  }
}

export const searchEvents = (part: string, after?: string, limit = eventsPerPage): Promise<Page<EventSummary>> =>
  orNothing(page(api.GET('/events/search/{part}', { params: { path: { part }, query: { limit, after } } })))

export const showEvent = (id: number) => body(api.GET('/events/{id}', { params: { path: { id } } }))

export const showEventBySlug = (slug: string) =>
  body(api.GET('/events/by-slug/{slug}', { params: { path: { slug } } }))

export const createEvent = (request: CreateEventRequest, key: string) =>
  body(api.POST('/events', { body: request, ...intent(key) }))

export const updateEvent = (id: number, request: UpdateEventRequest) =>
  body(api.PATCH('/events/{id}', { params: { path: { id } }, body: request }))

export const deleteEvent = (id: number) => body(api.DELETE('/events/{id}', { params: { path: { id } } }))

export const searchVenues = (part: string, limit: number): Promise<Page<VenueSummary>> =>
  orNothing(page(api.GET('/venues/search/{part}', { params: { path: { part }, query: { limit } } })))

export const showVenueBySlug = (slug: string) =>
  body(api.GET('/venues/by-slug/{slug}', { params: { path: { slug } } }))

export const createVenue = (request: CreateVenueRequest, key: string) =>
  body(api.POST('/venues', { body: request, ...intent(key) }))

export const listReviews = (id: number, after?: string): Promise<Page<ReviewDetails>> =>
  page(api.GET('/events/{id}/reviews', { params: { path: { id }, query: { limit: 10, after } } }))

export const showOwnReview = (id: number) => body(api.GET('/events/{id}/reviews/own', { params: { path: { id } } }))

export const createReview = (id: number, request: CreateReviewRequest, key: string) =>
  body(api.POST('/events/{id}/reviews', { params: { path: { id } }, body: request, ...intent(key) }))

export const updateReview = (id: number, rid: number, request: CreateReviewRequest) =>
  body(api.PATCH('/events/{id}/reviews/{rid}', { params: { path: { id, rid } }, body: request }))

export const deleteReview = (id: number, rid: number) =>
  body(api.DELETE('/events/{id}/reviews/{rid}', { params: { path: { id, rid } } }))
