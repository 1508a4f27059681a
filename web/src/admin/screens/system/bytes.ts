/* Sizes for people: 512 B, 3.4 MB, 1.2 GB (powers of 1,024, as file managers show them). */
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

export function bytes(n: number): string {
  let at = 0
  while (n >= 1024 && at < UNITS.length - 1) {
    n /= 1024
    at++
  }
  return `${at === 0 || n >= 100 ? Math.round(n) : n.toFixed(1)} ${UNITS[at]}`
}
