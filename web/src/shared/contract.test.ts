/* What the console knows by heart of the program, against the program's own lists. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kinds as postKinds } from '../admin/screens/posts/words'
import { acts, purposes } from '../admin/screens/trail/words'
import { permissionWords, roleWords } from '../admin/words'
import { PERMISSIONS } from './session'

const header = (name: string, layer = 'rights') => readFileSync(`../src/${layer}/${name}.h`, 'utf8') // tests run in web/
const list = (text: string, macro: string) => {
  const body = new RegExp(`#define ${macro}\\(X\\)[^\\n]*\\n((?:.*\\\\\\n)*.*\\n)`).exec(text)?.[1] ?? ''
  return [...body.matchAll(/X\(\s*\w+,\s*"([\w.-]+)",[^"]*"([^"]+)",\s*"([^"]+)"\)/g)].map(([, word, zh, en]) => [word, zh, en])
}
const catalogue = (c: Record<string, readonly [string, string]>) => Object.entries(c).map(([word, [zh, en]]) => [word, zh, en])

describe('the console knows', () => {
  it('each permission, in its words', () => {
    const program = list(header('permission'), 'RIGHTS_PERMISSIONS')
    expect(program.length).toBeGreaterThan(10)
    expect([...PERMISSIONS]).toEqual(program.map(([word]) => word))
    expect(catalogue(permissionWords.catalogue)).toEqual(program)
  })
  it('each role, in its words', () => {
    const program = list(header('rights'), 'RIGHTS_ROLES')
    expect(program.length).toBeGreaterThan(8)
    expect(catalogue(roleWords.catalogue)).toEqual(program)
  })
  /* English apostrophes are typographic here, plain there. */
  const plain = (rows: readonly (readonly (string | undefined)[])[]) => rows.map((r) => r.map((text) => text?.replaceAll('’', "'")))
  it('what the trail records, and for which purposes', () => {
    expect(plain(catalogue(acts.catalogue))).toEqual(list(header('audit'), 'AUDIT_ACTS'))
    expect(plain(catalogue(purposes.catalogue))).toEqual(list(header('audit'), 'AUDIT_PURPOSES').slice(1))
  })
  it('what the list of a handover holds', () => {
    const program = list(header('post', 'report'), 'POST_ITEM_KINDS').map(([word, zh]) => [word, zh])
    expect(program.length).toBeGreaterThan(5)
    expect(catalogue(postKinds.catalogue).map(([word, zh]) => [word, zh])).toEqual(program)
  })
})
