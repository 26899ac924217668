import { ref, type Ref } from 'vue'
import { Problem } from '@/api/problem'
import { uuid } from './identifiers'

export interface Intent<Input, Output> {
  /** Sends what the user wants; while it is under way, or when its fate is unknown, the same wish keeps its key. */
  run: (input: Input) => Promise<Output>
  isRunning: Ref<boolean>
}

const isUncertain = (error: unknown): boolean => !(error instanceof Problem) || error.isUncertain

/**
 * One user intent, one effect. A second click while the first is under way shares its answer; a retry after a lost
 * answer repeats the key, so that the server recognises it. Another wish, or a definite answer, starts a new key.
 */
export function useIntent<Input, Output>(send: (input: Input, key: string) => Promise<Output>): Intent<Input, Output> {
  const isRunning = ref(false)
  let wish = ''
  let key = ''
  let running: Promise<Output> | null = null

  async function attempt(input: Input): Promise<Output> {
    isRunning.value = true
    try {
      const output = await send(input, key)
      key = ''
      return output
    }
    catch (error) {
      if (!isUncertain(error)) key = ''
      throw error
    }
    finally {
      isRunning.value = false
      running = null
    }
  }

  function run(input: Input): Promise<Output> {
    if (running) return running
    const asked = JSON.stringify(input)
    if (key === '' || asked !== wish) key = uuid()
    wish = asked
    running = attempt(input)
    return running
  }

  return { run, isRunning }
}
