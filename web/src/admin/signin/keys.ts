/* Security keys and passkeys: the program's questions (src/http/api_key.c) put to the browser's navigator.credentials.
 *
 *   const no = hindrance(factors.key_site)    // '' or why it cannot be done here, in words
 *   take(await proveByKey())
 *
 * What the browser refuses comes back as an Error with words for a person. */
import { api } from '@/shared/api'
import type { Session } from '@/shared/session'
import { t } from './words'

/* ---- bytes ---- */

export function toText(bytes: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(bytes), (b) => String.fromCharCode(b)).join('')
  return btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  const bytes = new Uint8Array(letters.length)
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i)
  return bytes
}

/* ---- may it be done here ---- */

interface Here {
  secure: boolean
  origin: string
  able: boolean
}
const here = (): Here => ({
  secure: window.isSecureContext,
  origin: location.origin,
  able: 'PublicKeyCredential' in window && 'credentials' in navigator,
})

export function hindrance(site: string | null, at: Here = here()): string {
  if (site === null) return t('key_no_site')
  if (at.origin !== site) return t('key_elsewhere', { site })
  if (!at.secure) return t('key_insecure')
  return at.able ? '' : t('key_unable')
}

/* ---- what goes wrong in between ---- */

export function browserWords(e: unknown): string {
  switch (e instanceof DOMException ? e.name : '') {
    case 'NotAllowedError': // cancelled, too late, or no key was there
    case 'AbortError':
      return t('key_cancelled')
    case 'InvalidStateError':
      return t('key_there')
    case 'NotSupportedError':
    case 'ConstraintError':
      return t('key_unfit')
    default:
      return t('key_failed')
  }
}
async function credential(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let got: Credential | null
  try {
    got = await ask()
  } catch (e) {
    throw new Error(browserWords(e))
  }
  if (!(got instanceof PublicKeyCredential)) throw new Error(t('key_failed'))
  return got
}

/* ---- the two questions ---- */

interface Known {
  id: string
  transports: string[]
}
const descriptor = (k: Known): PublicKeyCredentialDescriptor => ({
  type: 'public-key',
  id: toBytes(k.id),
  transports: k.transports as AuthenticatorTransport[],
})

interface Offer {
  challenge: string
  rp_id: string
  user_id: string
  user_name: string
  user_display_name: string
  algorithms: string[]
  exclude: Known[]
  seconds: number
}
export async function addKey(name: string): Promise<Session> {
  const offer = await api.post<Offer>('/session/keys/begin')
  const made = await credential(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: toBytes(offer.challenge),
        rp: { id: offer.rp_id, name: t('brand') },
        user: { id: toBytes(offer.user_id), name: offer.user_name, displayName: offer.user_display_name },
        pubKeyCredParams: offer.algorithms.map((alg) => ({ type: 'public-key' as const, alg: Number(alg) })),
        excludeCredentials: offer.exclude.map(descriptor),
        authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
        attestation: 'none',
        timeout: offer.seconds * 1000,
      },
    }),
  )
  const response = made.response as AuthenticatorAttestationResponse
  return api.post<Session>('/session/keys', {
    name,
    attestation: toText(response.attestationObject),
    client_data: toText(response.clientDataJSON),
    transports: response.getTransports?.() ?? [], // older browsers do not tell
  })
}

interface Question {
  challenge: string
  rp_id: string
  credentials: Known[]
  verify: boolean
  seconds: number
}
export async function proveByKey(): Promise<Session> {
  const question = await api.post<Question>('/session/second-factor/key/begin')
  const got = await credential(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: toBytes(question.challenge),
        rpId: question.rp_id,
        allowCredentials: question.credentials.map(descriptor),
        userVerification: question.verify ? 'required' : 'preferred',
        timeout: question.seconds * 1000,
      },
    }),
  )
  const response = got.response as AuthenticatorAssertionResponse
  return api.post<Session>('/session/second-factor/key', {
    credential_id: toText(got.rawId),
    client_data: toText(response.clientDataJSON),
    authenticator_data: toText(response.authenticatorData),
    signature: toText(response.signature),
  })
}
