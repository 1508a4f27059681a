/* Into the clipboard. Old WebViews have no clipboard; then the text is marked, and a person copies it. */
export async function copy(text: string, from: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    if (from) getSelection()?.selectAllChildren(from)
    return false
  }
}
