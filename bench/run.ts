/**
 * Measures the figures and prints each as one line of JSON: `npm run bench [-- NAME…] [--quick]`. Without names all of
 * them, in the order of the list.
 */

import { parseArgs } from 'node:util'
import { measureApply } from './apply.ts'
import { measureAuditPoll } from './audit-poll.ts'
import { measureAutomations } from './automations.ts'
import { measureClick } from './click.ts'
import type { Measure } from './figure.ts'
import { createGround, fullSizes, quickSizes } from './ground.ts'
import { measureHandOver } from './hand-over.ts'
import { measureImport } from './import.ts'
import { measureMirror } from './mirror.ts'
import { measurePlan } from './plan.ts'
import { measurePortal } from './portal.ts'
import { measureReferenceWay } from './reference-way.ts'
import { measureRehearsal } from './rehearsal.ts'
import { measureSweep } from './sweep.ts'

/** The sweep and the poll of the audit log launch campaigns, so they come after those that need people still waiting. */
const figures = new Map<string, Measure>([
  ['import', measureImport],
  ['apply', measureApply],
  ['click', measureClick],
  ['plan', measurePlan],
  ['sweep', measureSweep],
  ['auditPoll', measureAuditPoll],
  ['automations', measureAutomations],
  ['handOver', measureHandOver],
  ['mirror', measureMirror],
  ['portal', measurePortal],
  ['rehearsal', measureRehearsal],
  ['reference', measureReferenceWay],
])

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unknown = positionals.filter(name => !figures.has(name))
if (unknown.length > 0) {
  console.error(`there is no figure ${unknown.join(', ')}; there are ${[...figures.keys()].join(', ')}`)
  process.exit(2)
}

const ground = createGround(values.quick ? quickSizes : fullSizes)
try {
  for (const [name, measure] of figures) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    for await (const line of measure(ground)) console.log(JSON.stringify({ ...line, quick: values.quick }))
  }
} finally {
  await ground.close()
}
