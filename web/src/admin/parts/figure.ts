/* A figure as the program reports it (src/report/report.h): a value, how exact it is, and how many parts nobody reported.
 * The weakest word of a sum holds for the sum; unknown is unknown, never zero. */
import { count, language } from '@/shared/words'
import { yuan } from '@/shared/money'

export type Qualifier = 'exact' | 'more_than' | 'about'

export interface Figure {
  value: number | null
  is?: Qualifier
  unknown?: number // parts that said nothing
  unit?: string // 人, 户, 件 …: never added to each other
}

export function qualified(text: string, is: Qualifier = 'exact', unit = ''): string {
  const english = language.value === 'en'
  const tail = unit === '' ? '' : english ? ' ' + unit : unit
  if (is === 'more_than') return english ? `more than ${text}${tail}` : `${text}余${tail}`
  if (is === 'about') return english ? `about ${text}${tail}` : `近${text}${tail}`
  return english ? text + tail : unit === '' ? text : `${text} ${unit}`
}

/* Whole yuan lose their .00 behind 余 and 近: a rounded figure claims no fen. */
export function figureText(figure: Figure, asMoney = false): string {
  if (figure.value === null) return ''
  if (!asMoney) return qualified(count(figure.value), figure.is, figure.unit)
  const exact = (figure.is ?? 'exact') === 'exact'
  const text = exact ? yuan(figure.value) : yuan(figure.value).replace(/\.00$/, '')
  return language.value === 'en' ? qualified('¥' + text, figure.is) : qualified(text, figure.is, '元')
}
