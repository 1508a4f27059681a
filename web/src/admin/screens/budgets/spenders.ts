/* Who may spend from a line, in words. */
import { roleName } from '../../words'
import { t } from './words'

export function spendersOf(of: { roles: readonly string[]; users: readonly { name: string }[] }): string {
  const named = [...of.roles.map(roleName), ...of.users.map((u) => u.name)]
  return named.length > 0 ? named.join('、') : t('anybody')
}
