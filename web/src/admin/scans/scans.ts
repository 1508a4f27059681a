/* Pictures and scans (照片和扫描件) of a document, a portion, a visit, an honour: src/http/api_attachment.c. */
import type { OrgRef } from '@/shared/org'

export type ScanSubject = 'document' | 'portion' | 'visit' | 'honour'
export type ScanConsent = 'yes' | 'no' | 'not-needed'
export interface Scan {
  attachment_id: string
  for: ScanSubject
  of: string
  org: OrgRef | null
  type: 'image/jpeg' | 'image/png' | 'application/pdf'
  bytes: number
  consent: ScanConsent
  caption: string | null
  sha256: string
  by: { login: string; name: string } | null
  at: string
}

export const SCAN_TYPES = 'image/jpeg,image/png,application/pdf'
export const SCAN_BYTES_MAX = 16 * 1024 * 1024 // ATTACHMENT_BYTES_MAX of src/base/limits.h

/* 2.3 MB; whole below a kilobyte. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/* What is wrong with a file before a byte of it is sent: the program looks at its content, this only at its size. */
export function sizeProblem(bytes: number): 'file_empty' | 'file_big' | null {
  if (bytes === 0) return 'file_empty'
  return bytes > SCAN_BYTES_MAX ? 'file_big' : null
}

export function isPicture(scan: Pick<Scan, 'type'>): boolean {
  return scan.type !== 'application/pdf'
}
