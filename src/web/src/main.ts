import '@fontsource-variable/figtree/wght.css'
import '@fontsource-variable/bricolage-grotesque/wght.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/menu.css'
import './ui/sheet.css'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { signInFor } from './accounts/returnTo'
import { forget } from './accounts/session'
import { onSessionLost } from './api/client'
import App from './App.vue'
import { queryClient } from './lib/queryClient'
import { router } from './router'

onSessionLost(() => {
  forget()
  const { meta, fullPath } = router.currentRoute.value
  if (meta.members) void router.replace(signInFor(fullPath))
})

createApp(App).use(VueQueryPlugin, { queryClient }).use(router).mount('#app')
