import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { explained } from './refusals'

const refused = async (status: number, code: string, message: string): Promise<unknown> =>
  await explained(Promise.reject(new Problem(status, code, message)), 'It is not there.')
    .catch((error: unknown) => error)

describe('refusals in words for the buyer', () => {
  it('says that the event has other sections by now, and not that the event is gone', async () => {
    const problem = await refused(404, 'section-not-found', 'This event has no section Box')
    expect(problem).toMatchObject({
      status: 404, message: 'This event has other sections by now. Look at its page and choose again.',
    })
  })

  it('says what is missing in the words of who asked', async () => {
    expect(await refused(404, 'not-found', 'Hold not found')).toMatchObject({ message: 'It is not there.' })
  })

  it('leaves what it does not know as the server says it', async () => {
    expect(await refused(409, 'of-tomorrow', 'Something else')).toMatchObject({ message: 'Something else' })
  })
})
