import { VueQueryPlugin, type QueryClient } from '@tanstack/vue-query'
import { mount, type VueWrapper } from '@vue/test-utils'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { queryClient } from '@/lib/queryClient'

interface Stage { wrapper: VueWrapper, router: Router, client: QueryClient }

/** Mounts a component as the app does: with a router and an empty cache. */
export async function stage(component: Component, props: Record<string, unknown>, address = '/'): Promise<Stage> {
  queryClient.clear()
  const page = { template: '<div />' }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: page }] })
  await router.push(address)
  const wrapper = mount(component, {
    props,
    attachTo: document.body,
    global: { plugins: [router, [VueQueryPlugin, { queryClient }]] },
  })
  return { wrapper, router, client: queryClient }
}
