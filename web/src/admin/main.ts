import '@/shared/theme.css'
import 'element-plus/theme-chalk/base.css'
import './element.css'
import './frame.css'
import { createApp } from 'vue'
import { connection } from '@/shared/api'
import { dropOldDrafts } from '@/shared/drafts'
import { firstPlace, leave, resume, session } from '@/shared/session'
import App from './App.vue'
import { makeRouter } from './router'

const router = makeRouter()

connection.ended = () => {
  if (session.now === null) return
  session.ended = true
  leave()
  const back = router.currentRoute.value.fullPath
  void router.replace({ name: 'sign-in', query: back === '/' ? {} : { back } })
}

async function start(): Promise<void> {
  dropOldDrafts()
  let failure: unknown = null
  try {
    await resume()
    firstPlace()
  } catch (e) {
    failure = e
  }
  createApp(App, { failure }).use(router).mount('#app')
}
void start()
