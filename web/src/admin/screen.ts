/* What a screen tells of itself. Each lies in screens/NAME/screen.ts as the default export and is found by its place: adding
 * one touches no other file. */
import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { Permission } from '@/shared/session'
import type { Pair } from '@/shared/words'

/* The menu, in its order (frontend.md 5). A group with nothing in it is not shown. */
export const GROUPS = {
  desk: ['工作台', 'Desk'],
  care: ['慰问活动', 'Care'],
  roster: ['职工名册', 'Roster'],
  approval: ['审批', 'Approvals'],
  ledger: ['台账', 'Ledgers'],
  station: ['驿站', 'Stations'],
  service: ['服务', 'Services'],
  voice: ['诉求', 'Voices'],
  publish: ['公示', 'Disclosure'],
  report: ['统计上报', 'Reports'],
  org: ['组织', 'Unions'],
  system: ['系统', 'System'],
} as const satisfies Record<string, Pair>
export type Group = keyof typeof GROUPS

export interface MenuEntry {
  group: Group
  order: number // within the group
  title?: Pair // where it is another than the screen's
}

export interface Screen {
  name: string // of its first route, and of its folder
  title: Pair
  /* Who may open it: one of these. undefined: whoever is signed in. */
  permission?: Permission | readonly Permission[]
  menu?: MenuEntry
  /* Paths below /admin/, without a leading slash; the first is the one in the menu. */
  routes: RouteRecordRaw[]
}

const found = import.meta.glob<Screen>('./screens/*/screen.ts', { eager: true, import: 'default' })
export const screens: readonly Screen[] = Object.values(found)

export interface MenuGroup {
  group: Group
  title: Pair
  icon: Component | undefined
  entries: { name: string; title: Pair }[]
}

export function menu(may: (p: Screen['permission']) => boolean, icons: Partial<Record<Group, Component>> = {}): MenuGroup[] {
  return (Object.keys(GROUPS) as Group[])
    .map((group) => ({
      group,
      title: GROUPS[group] as Pair,
      icon: icons[group],
      entries: screens
        .filter((s) => s.menu?.group === group && may(s.permission))
        .sort((a, b) => (a.menu?.order ?? 0) - (b.menu?.order ?? 0))
        .map((s) => ({ name: s.name, title: s.menu?.title ?? s.title })),
    }))
    .filter((g) => g.entries.length > 0)
}
