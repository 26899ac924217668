import { expect, it } from 'vitest'
import { nextCursor } from './pages'

it('finds the cursor of the next page in the Link header', () => {
  expect(nextCursor('</events?limit=20&after=MTJ8OA>; rel="next"')).toBe('MTJ8OA')
  expect(nextCursor('</a>; rel="prev", </b?after=x%3D>; rel="next"')).toBe('x=')
})

it('finds none on the last page', () => {
  expect(nextCursor(null)).toBeNull()
  expect(nextCursor('</events?after=1>; rel="prev"')).toBeNull()
})
