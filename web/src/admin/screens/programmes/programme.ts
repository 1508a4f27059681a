/* A programme's document, and the form in which a cadre changes the values that unions set. What the form does not show
 * goes over from the version before as it is. */
import { t } from './words'

export interface Programme {
  code: string
  version: number
  name_zh: string
  name_en: string
  kind: string
  from: string | null
  until: string | null
  in_force: boolean
  source: string | null
  unset: string | null
  unset_by: string | null
}
interface Sourced {
  source: string
  set_by?: string
}
export interface Rule extends Sourced {
  kind: 'age_range' | 'gap' | 'quota'
  from_years?: number | null
  until_years?: number | null
  days?: number | null
  places?: { org: string; places: number | null }[]
}
export interface Document {
  schema: 1
  code: string
  version: number
  name: { zh: string; en: string }
  kind: string
  effective: { from: string; until?: string | null }
  source: string
  source_zh?: string
  eligibility: { categories: string[]; rules: Rule[] }
  benefits: (Sourced & { code: string; items: string[]; quantity?: number; standard_fen: number | null })[]
  caps: (Sourced & { rule: string; period: string; max_fen: number | null })[]
  sources: string[]
}
export interface Version {
  programme: Programme
  document: Document
}

export const SOURCES = ['FISCAL', 'UPPER', 'OWN', 'DONATION', 'ADMIN', 'OTHER'] as const

/* As it stands in the form: texts as they are typed. */
export interface Values {
  from: string
  until: string
  categories: string
  gap: string
  age_from: string
  age_until: string
  places: string
  benefits: { code: string; standard_fen: number | null; quantity: string; items: string }[]
  caps: { rule: string; period: string; max_fen: number | null }[]
  sources: string[]
  decision: string
  set_by: string
}

const text = (n: number | null | undefined) => (n === null || n === undefined ? '' : String(n))
const ruleOf = (d: Document, kind: Rule['kind']) => d.eligibility.rules.find((r) => r.kind === kind)

export function valuesOf(d: Document, from: string): Values {
  const age = ruleOf(d, 'age_range')
  return {
    from,
    until: '',
    categories: d.eligibility.categories.join('、'),
    gap: text(ruleOf(d, 'gap')?.days),
    age_from: text(age?.from_years),
    age_until: text(age?.until_years),
    places: (ruleOf(d, 'quota')?.places ?? []).map((p) => `${p.org} ${text(p.places)}`.trim()).join('\n'),
    benefits: d.benefits.map((b) => ({ code: b.code, standard_fen: b.standard_fen, quantity: text(b.quantity ?? 1), items: b.items.join('\n') })),
    caps: d.caps.map((c) => ({ rule: c.rule, period: c.period, max_fen: c.max_fen })),
    sources: [...d.sources],
    decision: '',
    set_by: '',
  }
}

const whole = (s: string) => (/^\d{1,9}$/.test(s.trim()) ? Number(s.trim()) : null)
const parted = (s: string) => s.split(/[、，,;；\n]/).map((x) => x.trim()).filter(Boolean)
const lines = (s: string) => s.split('\n').map((x) => x.trim()).filter(Boolean)

export function placesOf(s: string): { places: { org: string; places: number }[]; wrong: number } {
  const places: { org: string; places: number }[] = []
  const all = s.split('\n')
  for (const [i, line] of all.entries()) {
    if (line.trim() === '') continue
    const found = /^\s*(\S+)[\s,，、]+(\d{1,9})\s*人?\s*$/.exec(line)
    if (!found) return { places, wrong: i + 1 }
    places.push({ org: found[1]!, places: Number(found[2]) })
  }
  return { places, wrong: 0 }
}

/* What is wrong before anything is sent, by the fields' names. */
export function check(v: Values, before: Document, words: { required: string }, dayWords: (d: string) => string): Record<string, string> {
  const found: Record<string, string> = {}
  if (v.from === '') found.from = words.required
  else if (v.from <= before.effective.from) found.from = t('from_wrong', { day: dayWords(before.effective.from) })
  for (const field of ['gap', 'age_from', 'age_until'] as const) if (v[field].trim() !== '' && !whole(v[field])) found[field] = t('number_wrong')
  for (const [i, b] of v.benefits.entries()) {
    if (!whole(b.quantity)) found[`quantity-${i}`] = t('number_wrong')
    if (lines(b.items).length === 0) found[`items-${i}`] = words.required
  }
  const { wrong } = placesOf(v.places)
  if (wrong) found.places = t('places_wrong', { line: wrong })
  if (v.decision.trim() === '') found.decision = words.required
  if (hasUnset(v) && v.set_by.trim() === '') found.set_by = words.required
  return found
}
export const hasUnset = (v: Values) => v.benefits.some((b) => b.standard_fen === null) || v.caps.some((c) => c.max_fen === null)

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/* The next version. Where a value is as it was, so is its source; where it is another, the decision is its source. */
export function nextVersion(before: Document, v: Values, version: number): { document: Document; changes: number } {
  let changes = 0
  const decision = v.decision.trim()
  const changed = (was: unknown, now: unknown) => {
    const differs = !same(was, now)
    if (differs) changes++
    return differs
  }
  const unset = (missing: boolean) => (missing ? { set_by: v.set_by.trim() } : {})

  const rules: Rule[] = []
  const age = { from_years: whole(v.age_from), until_years: whole(v.age_until) }
  const wasAge = ruleOf(before, 'age_range')
  const ageChanged = changed({ from_years: wasAge?.from_years ?? null, until_years: wasAge?.until_years ?? null }, age)
  if (age.from_years !== null || age.until_years !== null)
    rules.push({ kind: 'age_range', ...age, source: ageChanged ? decision : wasAge!.source })
  const gap = whole(v.gap)
  const wasGap = ruleOf(before, 'gap')
  const gapChanged = changed(wasGap?.days ?? null, gap)
  if (gap !== null) rules.push({ kind: 'gap', days: gap, source: gapChanged ? decision : wasGap!.source })
  const { places } = placesOf(v.places)
  const wasQuota = ruleOf(before, 'quota')
  const placesChanged = changed(wasQuota?.places ?? [], places)
  if (places.length) rules.push({ kind: 'quota', places, source: placesChanged ? decision : wasQuota!.source })

  const categories = parted(v.categories)
  changed(before.eligibility.categories, categories)
  changed(before.sources, v.sources)
  const benefits = before.benefits.map((b, i) => {
    const now = v.benefits[i]!
    const value = { items: lines(now.items), quantity: whole(now.quantity) ?? 1, standard_fen: now.standard_fen }
    const differs = changed({ items: b.items, quantity: b.quantity ?? 1, standard_fen: b.standard_fen }, value)
    return { code: b.code, ...value, ...unset(value.standard_fen === null), source: differs ? decision : b.source }
  })
  const caps = before.caps.map((c, i) => {
    const max_fen = v.caps[i]!.max_fen
    const differs = changed(c.max_fen, max_fen)
    return { rule: c.rule, period: c.period, max_fen, ...unset(max_fen === null), source: differs ? decision : c.source }
  })
  const document: Document = {
    ...before,
    version,
    effective: { from: v.from, until: v.until || null },
    eligibility: { categories, rules },
    benefits,
    caps,
    sources: SOURCES.filter((s) => v.sources.includes(s)),
  }
  return { document, changes }
}
