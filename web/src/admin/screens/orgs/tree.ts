/* The tree as it is opened, a level at a time: what was read stays, what is shut costs nothing. Keys as WAI-ARIA's tree. */
import { reactive } from 'vue'
import type { Page } from '@/shared/api'
import type { Org } from '@/shared/org'

export interface TreeOrg extends Org {
  below: number
  name_confirmed: boolean
  known_as: string | null
}
export interface Node {
  org: TreeOrg
  depth: number
  open: boolean
  busy: boolean
  failure: unknown
  children: Node[] | null // null: not read yet
  next: string | null // there are more behind these
}
export type ReadLevel = (parent: string, after: string | null) => Promise<Page<TreeOrg>>

const nodeOf = (org: TreeOrg, depth: number): Node => ({ org, depth, open: false, busy: false, failure: null, children: null, next: null })

export function makeTree(read: ReadLevel) {
  const state = reactive<{ roots: Node[]; next: string | null }>({ roots: [], next: null })

  async function roots(): Promise<void> {
    const page = await read('', null)
    state.roots = page.items.map((o) => nodeOf(o, 0))
    state.next = page.next
    const only = state.roots.length === 1 ? state.roots[0] : undefined
    if (only) await open(only)
  }
  /* The next page of what is below. */
  async function more(node: Node): Promise<void> {
    if (node.busy) return
    node.busy = true
    node.failure = null
    try {
      const page = await read(node.org.code, node.children === null ? null : node.next)
      node.children = [...(node.children ?? []), ...page.items.map((o) => nodeOf(o, node.depth + 1))]
      node.next = page.next
    } catch (e) {
      node.failure = e
    }
    node.busy = false
  }
  async function open(node: Node): Promise<void> {
    if (node.org.children === 0) return
    node.open = true
    if (node.children === null) await more(node)
  }
  function shut(node: Node): void {
    node.open = false
  }
  return { state, roots, more, open, shut }
}

/* What is in sight, from the top. */
export function inSight(nodes: readonly Node[]): Node[] {
  const out: Node[] = []
  const stack = [...nodes].reverse()
  for (let node = stack.pop(); node; node = stack.pop()) {
    out.push(node)
    if (node.open && node.children) stack.push(...[...node.children].reverse())
  }
  return out
}

/* Where a key goes from the i-th row; null: it is not one of the tree's. 'open' and 'shut' are acts on the row itself. */
export function step(rows: readonly Node[], i: number, key: string): number | 'open' | 'shut' | null {
  const node = rows[i]
  if (!node) return null
  switch (key) {
    case 'ArrowDown':
      return Math.min(i + 1, rows.length - 1)
    case 'ArrowUp':
      return Math.max(i - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return rows.length - 1
    case 'ArrowRight':
      if (node.org.children === 0) return i
      return node.open ? Math.min(i + 1, rows.length - 1) : 'open'
    case 'ArrowLeft': {
      if (node.open) return 'shut'
      for (let up = i - 1; up >= 0; up--) if (rows[up]!.depth < node.depth) return up
      return i
    }
    default:
      return null
  }
}
