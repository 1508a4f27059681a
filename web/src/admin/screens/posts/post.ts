/* src/http/api_post.c */
import type { OrgRef } from '@/shared/org'

interface UserRef {
  login: string
  name: string
}
export type PartName = 'giver' | 'receiver' | 'witness'
export interface Part {
  part: PartName
  user: UserRef | null
  signed: string | null
}
export interface PostLine {
  id: string
  org: OrgRef | null
  state: 'open' | 'done' | 'void'
  parts: Part[]
  reason: string | null
  made_by: UserRef | null
  made: string
  done: string | null
  void_by: UserRef | null
  void_at: string | null
  void_why: string | null
  my_turn: PartName | null
}
export type ItemKind = 'paper' | 'draft' | 'cycle' | 'goods' | 'cash' | 'case' | 'import' | 'link'
export interface Item {
  words: string
  kind: ItemKind
  object: string
  quantity: number | null
  value_fen: number | null
}
export interface Post extends PostLine {
  roles: { role: string; until: string | null }[]
  items: Item[]
}
export const nameOf = (p: PostLine, part: PartName): string => p.parts.find((x) => x.part === part)?.user?.name ?? ''
/* Items by their kind, in the order of the list. */
export function byKind(items: readonly Item[]): [ItemKind, Item[]][] {
  const kinds = new Map<ItemKind, Item[]>()
  for (const item of items) kinds.set(item.kind, [...(kinds.get(item.kind) ?? []), item])
  return [...kinds]
}
