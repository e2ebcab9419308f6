/** Made-up facts for a preview, a test mail and the look at a template before it is saved. Nobody in them exists. */

import type { MailKind } from '@muster/core/placeholders'
import type { MailForm } from './mail-form.ts'
import {
  type BrandFacts,
  type CommonFacts,
  type DigestFacts,
  type MailFacts,
  type OpenForm,
  openForm,
  type RenderedMail,
} from './render.ts'

export interface Sample {
  organisation: { name: string; supportContact: string | null }
  brand: BrandFacts
  /** Leads to the page of a link that leads nowhere. */
  link: string
  at: Date
  person?: { displayName: string; givenName: string | null }
}

/** Has the shape of a token and is none. */
export const sampleToken = '00000000-0000-4000-8000-000000000000'

const dayMs = 86_400_000

/** `sparse`: what may be missing is. */
export function sampleFacts(sample: Sample, facts: 'full' | 'sparse'): MailFacts & DigestFacts {
  const { organisation, brand, link, at } = sample
  const isFull = facts === 'full'
  const person = sample.person ?? { displayName: 'Anna Weber', givenName: 'Anna' }
  const day = (days: number) => new Date(Math.floor(at.getTime() / dayMs) * dayMs + days * dayMs)
  const common: CommonFacts = {
    person: isFull ? person : { ...person, givenName: null },
    organisation: isFull ? organisation : { ...organisation, supportContact: null },
    campaign: { name: 'MFA for everyone', dueOn: isFull ? day(30) : null },
    brand,
  }
  const people = [
    { displayName: 'Béla Kovács', invitedAt: day(-21), reminders: 2 },
    { displayName: 'Chen Wei', invitedAt: day(-20), reminders: 2 },
  ]
  return { ...common, link, reminder: { number: 2 }, people: isFull ? people : people.slice(0, 1) }
}

/** Throws `MailUnrenderable`. */
export function renderSample(form: OpenForm, sample: Sample, facts: 'full' | 'sparse'): RenderedMail {
  const all = sampleFacts(sample, facts)
  const { kind } = form.form
  if (kind === 'escalation') return form.renderDigest(all)
  return form.render({ ...all, reminder: kind === 'reminder' ? all.reminder : null })
}

/** One part of a draft alone, when another cannot be compiled. */
export function openPart(kind: MailKind, language: string, part: Partial<MailForm>): OpenForm {
  return openForm({ subject: '', html: '', text: '', ...part, kind, language })
}
