/* Short words at the top of the window: what was done, or what could not be. Errors stay until they are closed. */
import { ElMessage } from 'element-plus/es/components/message/index.mjs'
import 'element-plus/theme-chalk/el-message.css'
import { errorWords } from '@/shared/api'

export function tell(e: unknown): void {
  ElMessage({ type: 'error', message: errorWords(e), duration: 0, showClose: true })
}

export function tellDone(message: string): void {
  ElMessage({ type: 'success', message, duration: 4000 })
}
