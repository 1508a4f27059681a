/* What this browser keeps: small JSON values under one prefix. Storage may be refused or full; then nothing is kept, and
 * put() says so. */
const PREFIX = 'songnuan.'

export function put(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

export function get<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(PREFIX + key)
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}

export function drop(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key)
  } catch {
    /* nothing is there */
  }
}

/* Of the browser's own name, as an event of it tells; null: not one of ours. */
export function nameOf(own: string | null): string | null {
  return own?.startsWith(PREFIX) ? own.slice(PREFIX.length) : null
}

export function keys(start: string): string[] {
  const found: string[] = []
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i)
      if (key?.startsWith(PREFIX + start)) found.push(key.slice(PREFIX.length))
    }
  } catch {
    /* nothing is there */
  }
  return found
}
