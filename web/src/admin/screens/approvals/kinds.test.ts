/* The kinds of what is signed, against the program's own list: each has its name and the page where it is decided. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { APPROVALS, type Approval } from './kinds'

const header = readFileSync(join(process.cwd(), '../src/http/approval.h'), 'utf8') // vitest runs in web/
const approval = (kind: string, key: string): Approval => ({
  kind, key, title: null, detail: null, org: null, cycle: null, amount_fen: null, step: null, state: 'made', maker: null, since: null,
})

describe('the kinds of what is signed', () => {
  it('are those of the program', () => {
    const program = [...header.matchAll(/X\("\|?",\s*\w+,\s*"(\w+)"/g)].map(([, word]) => word)
    expect(program.length).toBeGreaterThanOrEqual(6)
    expect(Object.keys(APPROVALS).sort()).toEqual(program.sort())
  })
  it('open by what their page knows them by', () => {
    expect(APPROVALS.closing!.to(approval('closing', '150000 202411'))).toEqual({ name: 'closing', params: { org: '150000', period: '202411' } })
    expect(APPROVALS.programme!.to(approval('programme', 'campaign 2'))).toEqual({ name: 'programme', params: { code: 'campaign' }, query: { version: '2' } })
  })
})
