import {
  createRouter, createWebHistory, type RouteLocationNormalized, type RouteLocationRaw, type RouteRecordRaw,
} from 'vue-router'
import { returnPath, signInFor } from '@/accounts/returnTo'
import { ensureSession } from '@/accounts/session'
import DiscoverPage from '@/events/DiscoverPage.vue'
import { tokenOf } from '@/ticketing/guestTokens'

declare module 'vue-router' {
  interface RouteMeta {
    /** Only for the signed-in; others sign in first and come back. */
    members?: boolean
    /** Shown without the frame of the app. */
    bare?: boolean
    /** Something to finish: the tab bar of phones makes room. */
    focused?: boolean
  }
}

const members = { members: true }

async function askToSignIn(to: RouteLocationNormalized): Promise<RouteLocationRaw | undefined> {
  const session = await ensureSession().catch(() => null)
  return session ? undefined : signInFor(to.fullPath)
}

/** Who is signed in already goes on to where signing in would have led. */
async function passSignedIn(to: RouteLocationNormalized): Promise<RouteLocationRaw | undefined> {
  const session = await ensureSession().catch(() => null)
  return session ? returnPath(to.query.next) : undefined
}

const routes: RouteRecordRaw[] = [
  { path: '/', component: DiscoverPage },
  { path: '/e/:slug', component: () => import('@/events/EventPage.vue'), props: true, meta: { focused: true } },
  { path: '/v/:slug', component: () => import('@/events/VenuePage.vue'), props: true },
  { path: '/organise', component: () => import('@/events/OrganisePage.vue'), meta: members },
  { path: '/organise/new', component: () => import('@/events/EventCreatePage.vue'), meta: members },
  { path: '/organise/team/:id(\\d+)', component: () => import('@/events/TeamPage.vue'), props: true, meta: members },
  {
    path: '/organise/invitations/:id(\\d+)',
    component: () => import('@/events/InvitationPage.vue'),
    props: true,
    meta: members,
  },
  { path: '/organise/:id(\\d+)', component: () => import('@/events/EventEditPage.vue'), props: true, meta: members },

  { path: '/sign-in', component: () => import('@/accounts/SignInPage.vue'), beforeEnter: passSignedIn },
  { path: '/forgot', component: () => import('@/accounts/ForgotPage.vue') },
  { path: '/reset', component: () => import('@/accounts/ResetPage.vue') },
  { path: '/confirm', component: () => import('@/accounts/ConfirmPage.vue') },
  { path: '/connect/:provider', component: () => import('@/accounts/ConnectPage.vue'), props: true },
  { path: '/sign-up', component: () => import('@/accounts/SignUpPage.vue'), beforeEnter: passSignedIn },
  {
    path: '/settings',
    component: () => import('@/accounts/SettingsFrame.vue'),
    meta: members,
    children: [
      { path: '', component: () => import('@/accounts/SettingsProfilePage.vue') },
      { path: 'security', component: () => import('@/accounts/SettingsSecurityPage.vue') },
      { path: 'keys', component: () => import('@/accounts/SettingsKeysPage.vue') },
      { path: 'privacy', component: () => import('@/accounts/SettingsPrivacyPage.vue') },
      { path: 'connections', component: () => import('@/accounts/SettingsConnectionsPage.vue') },
      { path: 'month', component: () => import('@/notifications/SettingsMonthPage.vue') },
      { path: 'notifications', component: () => import('@/notifications/SettingsNotificationsPage.vue') },
    ],
  },
  {
    path: '/admin',
    component: () => import('@/accounts/AdminFrame.vue'),
    meta: members,
    redirect: '/admin/people',
    children: [
      { path: 'people', component: () => import('@/accounts/PeoplePage.vue') },
      { path: 'audit', component: () => import('@/accounts/AuditPage.vue') },
      { path: 'report', component: () => import('@/notifications/AdminReportsPage.vue') },
      { path: 'mail', component: () => import('@/notifications/AdminMailPage.vue') },
    ],
  },
  { path: '/notifications', component: () => import('@/notifications/NotesPage.vue'), meta: members },
  { path: '/dev/mail', component: () => import('@/notifications/DevMailPage.vue') },
  { path: '/unsubscribe/:token', component: () => import('@/notifications/UnsubscribePage.vue'), props: true },
  { path: '/u/:handle', component: () => import('@/accounts/ProfilePage.vue'), props: true, meta: members },

  { path: '/feed', component: () => import('@/social/FeedPage.vue'), meta: members },
  { path: '/feed/:id(\\d+)', component: () => import('@/social/PostPage.vue'), props: true, meta: members },

  { path: '/tickets', component: () => import('@/ticketing/TicketsPage.vue'), meta: members },
  {
    path: '/checkout/hold/:id(\\d+)',
    component: () => import('@/ticketing/HoldPage.vue'),
    props: true,
    meta: { focused: true },
  },
  {
    path: '/guest/orders/:id(\\d+)',
    component: () => import('@/ticketing/GuestOrderPage.vue'),
    props: true,
    meta: { focused: true },
  },
  {
    path: '/checkout/:uuid([\\da-fA-F-]{36})',
    component: () => import('@/ticketing/CheckoutPage.vue'),
    props: true,
    meta: { members: true, focused: true },
  },

  {
    path: '/pay/sandbox/:reference',
    component: () => import('@/payments/SandboxPage.vue'),
    props: true,
    meta: { bare: true },
  },
  {
    path: '/invoice/:eventId(\\d+)/:bookingId(\\d+)/:invoiceId(\\d+)',
    component: () => import('@/payments/InvoicePage.vue'),
    props: true,
    beforeEnter: to => to.hash || tokenOf(Number(to.params.bookingId)) ? undefined : askToSignIn(to),
  },
  { path: '/:rest(.*)*', component: () => import('@/shell/MissingPage.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior(to, from, saved) {
    if (saved) return saved
    if (document.getElementById(to.hash.slice(1))) return { el: to.hash }
    return to.path === from.path ? undefined : { top: 0 }
  },
})

/** After an update of the server the parts of the app before it are gone: the page is then loaded as a whole. */
router.onError((_, to, from) => {
  if (from.matched.length > 0) location.assign(to.fullPath)
})

router.beforeEach(to => to.meta.members ? askToSignIn(to) : undefined)
