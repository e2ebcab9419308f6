/** The API's branding: how a tenant's mails and public pages look, changed only to what can be read. */

import { createHash } from 'node:crypto'
import type { Handlers, Output } from '@muster/contract/routes'
import { checkColours } from '@muster/core/palette'
import type { Clock } from '@muster/core/ports'
import { makeProblem } from '@muster/core/told-problems'
import type { Database, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { type Brand, dataUrl, readBrand, readLogo } from './brand.ts'
import { judgePicture } from './picture.ts'
import { lockTenant, readTenant } from './tenant-row.ts'

type BrandingHandlers = Pick<Handlers, 'getBranding' | 'updateBranding' | 'setLogo' | 'removeLogo'>

export function createBrandingHandlers({ db, clock }: { db: Database; clock: Clock }): BrandingHandlers {
  return {
    async getBranding({ params }) {
      await readTenant(db, params.tenantId)
      return shapeOf(db, params.tenantId)
    },

    async updateBranding({ params, body }) {
      const { tenantId } = params
      await inTransaction(db, async tx => {
        await lockTenant(tx, tenantId)
        const now = fieldsOf(await readBrand(tx, tenantId))
        const { replaces = {}, ...change } = body
        refuseOlder(replaces, now)
        const { accent = now.accent, onAccent = now.onAccent } = change
        const { organisationName = now.organisationName, supportContact = now.supportContact } = change
        requireReadable(accent, onAccent)
        await writeBrand(tx, tenantId, { accent, on_accent: accent === null ? null : onAccent })
        await tx
          .updateTable('tenant')
          .set({ organisation_name: organisationName, support_contact: supportContact })
          .where('id', '=', tenantId)
          .execute()
      })
      return shapeOf(db, tenantId)
    },

    async setLogo({ params, body }) {
      const { tenantId } = params
      await readTenant(db, tenantId)
      const bytes = Buffer.from(await new Response(body).arrayBuffer())
      const answer = judgePicture(bytes)
      if (answer.kind === 'refused') {
        throw answer.problem
      }
      const { mediaType, width, height } = answer
      const id = idOf(tenantId, bytes)
      await inTransaction(db, async tx => {
        await lockTenant(tx, tenantId)
        await tx
          .insertInto('logo')
          .values({
            tenant_id: tenantId,
            id,
            media_type: mediaType,
            width,
            height,
            bytes,
            added_at: clock.now(),
          })
          .onConflict(conflict => conflict.columns(['tenant_id', 'id']).doNothing())
          .execute()
        await writeBrand(tx, tenantId, { logo_id: id })
      })
      return shapeOf(db, tenantId)
    },

    async removeLogo({ params }) {
      await readTenant(db, params.tenantId)
      await inTransaction(db, tx => writeBrand(tx, params.tenantId, { logo_id: null }))
      return shapeOf(db, params.tenantId)
    },
  }
}

/** 128 bits: it stands in a public address, where nobody is to guess whose logo is there. */
const idLength = 32

function idOf(tenantId: string, bytes: Buffer): string {
  return createHash('sha256').update(tenantId).update(bytes).digest('hex').slice(0, idLength)
}

interface BrandChange {
  accent?: string | null
  on_accent?: string | null
  logo_id?: string | null
}

async function writeBrand(tx: Tx, tenantId: string, change: BrandChange): Promise<void> {
  await tx
    .insertInto('brand')
    .values({ tenant_id: tenantId, accent: null, on_accent: null, logo_id: null, ...change })
    .onConflict(conflict => conflict.column('tenant_id').doUpdateSet(change))
    .execute()
}

type BrandFields = Pick<Output<'getBranding'>, 'organisationName' | 'supportContact' | 'accent' | 'onAccent'>

function fieldsOf({ organisation, colours }: Brand): BrandFields {
  return {
    organisationName: organisation.name,
    supportContact: organisation.supportContact,
    accent: colours?.accent ?? null,
    onAccent: colours?.onAccent ?? null,
  }
}

/** Throws a Problem when what somebody began with is another by now. */
function refuseOlder(
  began: { [Name in keyof BrandFields]?: string | null | undefined },
  now: BrandFields,
): void {
  for (const name of ['organisationName', 'supportContact', 'accent', 'onAccent'] as const) {
    if (began[name] === undefined || began[name] === now[name]) continue
    throw makeProblem('brandingChanged', { now: now[name] ?? '' })
  }
}

function requireReadable(accent: string | null, onAccent: string | null): void {
  if (accent === null) return
  const button = checkColours({ accent, onAccent }).find(check => check.of === 'button')
  if (button === undefined || button.isEnough) return
  throw makeProblem('coloursUnreadable', {
    text: onAccent ?? '',
    colour: accent,
    ratio: String(button.ratio),
  })
}

async function shapeOf(db: Database, tenantId: string): Promise<Output<'getBranding'>> {
  const brand = await readBrand(db, tenantId)
  const { colours, logo } = brand
  const picture = logo === null ? null : await readLogo(db, tenantId, logo.id)
  return {
    ...fieldsOf(brand),
    checks: colours === null ? [] : checkColours(colours),
    logo:
      logo === null || picture === null
        ? null
        : { width: logo.width, height: logo.height, bytes: picture.bytes.length, dataUrl: dataUrl(picture) },
  }
}
