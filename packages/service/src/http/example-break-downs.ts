/** The break-downs and the effects of mails that the example service answers with. */

import type { Handlers } from '@muster/contract/routes'
import { countsOf } from '../reports/break-down.ts'
import { startOfDay } from './example-world.ts'

export const exampleBreakDowns: Pick<Handlers, 'campaignBreakDown' | 'campaignEffects'> = {
  async campaignBreakDown({ params }) {
    const counts = countsOf([{ status: 'active', people: 40 }])
    const nobody = { people: 0, counts: countsOf([]) }
    const groups = [{ key: 'Sales', name: 'Sales', people: 40, counts }]
    return { by: params.by, groups, none: nobody, others: nobody, at: startOfDay }
  },

  async campaignEffects() {
    return {
      timeToRegister: {
        people: 40,
        medianHours: 20.5,
        p90Hours: 96,
        spans: [{ fromHours: 0, toHours: null, people: 40 }],
      },
      mails: [{ reminders: 0, sent: 60, confirmed: 45, registered: 40, registeredSoon: 38 }],
      at: startOfDay,
    }
  },
}
