import type { InjectionKey } from 'vue'

/* What a form tells its fields: what is wrong with each, by the name that the program's field errors use. */
export interface FormOfFields {
  problems: Record<string, string>
  names: Map<string, { id: string; label: () => string }>
}
export const FORM: InjectionKey<FormOfFields> = Symbol('form')

export type Problems = Record<string, string>
