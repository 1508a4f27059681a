import { t } from './words'

/* The program's reminder, with where and when behind it where somebody has said so. */
export function reminderText(reminder: string, where: string, when: string): string {
  const lines = [reminder]
  if (where.trim()) lines.push(t('where_line', { where: where.trim() }))
  if (when.trim()) lines.push(t('when_line', { when: when.trim() }))
  return lines.join('\n')
}
