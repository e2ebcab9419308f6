/** How a tenant looks to its people, in mails and on the public pages: its name, whom to ask, colours and logo. */

import { type BrandColours, type Palette, paletteOf } from '@muster/core/palette'
import type { Database, Tx } from '../db/database.ts'

export interface Brand {
  organisation: { name: string; supportContact: string | null }
  colours: BrandColours | null
  palette: Palette
  logo: BrandLogo | null
}

export interface BrandLogo {
  id: string
  mediaType: 'image/png' | 'image/jpeg'
  /** As the picture is. */
  width: number
  height: number
}

/** As large as a logo is shown, in CSS pixels; a picture twice as large is sharp on every screen. */
const shownWidthMax = 220
const shownHeightMax = 56 // two lines of text, so that the mail's own words stay in sight

/** The tenant must exist. */
export async function readBrand(db: Database | Tx, tenantId: string): Promise<Brand> {
  const row = await db
    .selectFrom('tenant')
    .leftJoin('brand', 'brand.tenant_id', 'tenant.id')
    .leftJoin('logo', join =>
      join.onRef('logo.tenant_id', '=', 'brand.tenant_id').onRef('logo.id', '=', 'brand.logo_id'),
    )
    .select([
      'tenant.organisation_name',
      'tenant.support_contact',
      'brand.accent',
      'brand.on_accent',
      'logo.id',
      'logo.media_type',
      'logo.width',
      'logo.height',
    ])
    .where('tenant.id', '=', tenantId)
    .executeTakeFirstOrThrow()
  const colours = row.accent === null ? null : { accent: row.accent, onAccent: row.on_accent }
  const { id, media_type: mediaType, width, height } = row
  const hasLogo = id !== null && mediaType !== null && width !== null && height !== null
  return {
    organisation: { name: row.organisation_name, supportContact: row.support_contact },
    colours,
    palette: paletteOf(colours),
    logo: hasLogo ? { id, mediaType, width, height } : null,
  }
}

/** How large a logo is shown: as it is, unless that were too large. */
export function shownSize({ width, height }: { width: number; height: number }): {
  width: number
  height: number
} {
  // A picture of twice the size fills its place on a screen with twice the pixels.
  const share = Math.min(1, shownWidthMax / width, shownHeightMax / height)
  return {
    width: Math.max(1, Math.round(width * share)),
    height: Math.max(1, Math.round(height * share)),
  }
}

export interface Picture {
  mediaType: 'image/png' | 'image/jpeg'
  bytes: Buffer
}

/** Also one that another has replaced. */
export async function readLogo(db: Database, tenantId: string, logoId: string): Promise<Picture | null> {
  const row = await db
    .selectFrom('logo')
    .select(['media_type', 'bytes'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', logoId)
    .executeTakeFirst()
  return row === undefined ? null : { mediaType: row.media_type, bytes: row.bytes }
}

/** A picture written out inside a page, for where nothing may be loaded. */
export function dataUrl({ mediaType, bytes }: Picture): string {
  return `data:${mediaType};base64,${bytes.toString('base64')}`
}
