/** Which preset a new automation begins with, and of which tenant, in its address. */

export interface PresetSearch {
  preset?: string
  tenant?: string
}

export function readPresetSearch({ preset, tenant }: Record<string, unknown>): PresetSearch {
  return {
    ...(typeof preset === 'string' ? { preset } : {}),
    ...(typeof tenant === 'string' ? { tenant } : {}),
  }
}
