import { t } from './words'

const CHARACTERS_MIN = 12 // trust.md 5; the program also looks it up in its list of known ones

export function passwordProblem(password: string): string {
  const characters = [...password].length
  if (characters === 0) return t('missing', { what: t('change_new') })
  return characters < CHARACTERS_MIN ? t('change_short', { count: characters }) : ''
}
